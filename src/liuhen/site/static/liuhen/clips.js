// The form of a clip: a button writes the position of the player into a field, to the thousandth.
function written(ms) {
  const whole = Math.max(0, Math.round(ms)), two = (number) => String(number).padStart(2, "0");
  const seconds = Math.floor(whole / 1000), rest = whole % 1000;
  const clock = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return rest ? `${clock}.${String(rest).padStart(3, "0")}` : clock;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-position-into]");
  if (!button) return;
  const player = document.querySelector("lh-player"), field = document.getElementById(button.dataset.positionInto);
  field.value = written(player?.ms ?? 0);
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// Clips are cut from the first channel of a capture: while another plays the form is closed and says why.
function closeForOtherChannel() {
  const words = document.getElementById("lh-viewer")?.dataset.otherChannel ?? "";
  const fields = document.querySelector("#lh-clips form fieldset"), says = document.getElementById("lh-clip-channel");
  if (!fields || !says) return;
  fields.disabled = Boolean(words);
  says.hidden = !words;
  says.textContent = words;
}

// What plays is told by the token of the viewing, which is a new one for each channel.
document.addEventListener("submit", (event) => {
  const token = event.target.closest("#lh-clips form")?.elements.namedItem("v");
  if (token) token.value = document.querySelector("lh-player")?.getAttribute("viewing") ?? token.value;
}, true);
document.body.addEventListener("htmx:afterSettle", closeForOtherChannel);
closeForOtherChannel();
