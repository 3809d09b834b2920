// A phone that falls asleep stops sending; the screen is kept on while files are on their way, where the browser can.
let held = null;

export async function keepAwake(wanted) {
  if (!navigator.wakeLock || wanted === (held !== null)) return;
  if (!wanted) {
    const lock = await held;
    held = null;
    return lock?.release();
  }
  held = navigator.wakeLock.request("screen").catch(() => null); // refused when the battery is low or the page hidden
  (await held)?.addEventListener("release", () => { held = null; });
}
