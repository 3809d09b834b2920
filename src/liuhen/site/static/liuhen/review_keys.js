// Which key does what on the review page, and the list of keys that ? opens.
import { element } from "./http.js";
import { tell } from "./review_words.js";

const LISTED = ["space", "l", "j", "arrows", "frames", "ends", "plus", "digits", "shift", "spoken", "m", "n", "enter", "brackets", "z", "u", "f", "esc", "help"];
const STAMPING = /^(?:Digit|Numpad)([0-9])$/;
const STEP = 5000;
const SMALL_STEP = 1000;

export class Keys {
  constructor(player, { stamps, timeline }) {
    Object.assign(this, { player, stamps, timeline });
    this.help = makeHelp();
    document.body.append(this.help);
    this.listeners = { keydown: (event) => this.down(event), keyup: (event) => this.up(event), "lh-keys": () => this.toggleHelp() };
    for (const [name, act] of Object.entries(this.listeners)) document.addEventListener(name, act);
  }

  stop() {
    for (const [name, act] of Object.entries(this.listeners)) document.removeEventListener(name, act);
    this.help.remove();
  }

  toggleHelp() { this.help.open ? this.help.close() : this.help.showModal(); }

  down(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || this.typing(event)) return;
    const stamp = this.stampOf(event);
    if (stamp) {
      event.preventDefault();
      if (!event.repeat) event.shiftKey ? this.stamps.stretch(stamp) : this.stamps.hold(stamp, event.code);
      return;
    }
    const act = this.acts(event)[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  up(event) { this.stamps.release(event.code); }

  // The button a key presses: a digit, or a letter that a button of the page names.
  stampOf(event) {
    const name = STAMPING.exec(event.code)?.[1] ?? (event.key.length === 1 ? event.key.toUpperCase() : "");
    return /^[0-9QWE]$/.test(name) ? document.querySelector(`button[data-key="${name}"]`) : null;
  }

  typing(event) {
    const on = event.target;
    if (on.isContentEditable || on.closest("dialog[open]")) return event.key !== "?";
    if (on.matches("textarea, select")) return true;
    if (on.matches("input")) return on.type !== "range" || event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End";
    if (on.closest(".lh-still") || (on.closest(".lh-track") && "+-=".includes(event.key))) return true;
    return (event.key === " " || event.key === "Enter") && on.matches("button, a, summary");
  }

  acts(event) {
    const { player, stamps, timeline } = this;
    const always = { "?": () => this.toggleHelp(), m: () => stamps.writeNote(), n: () => stamps.nextMissing() };
    if (!player.media) return always;
    const arrow = event.shiftKey ? SMALL_STEP : STEP;
    return {
      ...always, " ": () => player.toggle(), k: () => player.toggle(), l: () => player.faster(), j: () => player.back(),
      ArrowLeft: () => player.jump(-arrow), ArrowRight: () => player.jump(arrow), ",": () => player.step(-1), ".": () => player.step(1),
      Home: () => player.seek(0), End: () => player.seek(player.duration), "-": () => player.changeSpeed(-1), "+": () => player.changeSpeed(1), "=": () => player.changeSpeed(1),
      u: () => player.toggleMute(), f: () => player.fill(), y: () => stamps.decideHere("confirm"), x: () => stamps.decideHere("dismiss"), Escape: () => stamps.drop(),
      "[": () => timeline?.goToFinding(-1), "]": () => timeline?.goToFinding(1), z: () => timeline?.toggleZoom(),
    };
  }
}

function makeHelp() {
  const rows = LISTED.map((key) => element("tr", {},
    element("th", { scope: "row" }, tell(`key_${key}`)), element("td", {}, tell(`does_${key}`))));
  const help = element("dialog", { class: "lh-player-help", "aria-label": tell("keys") },
    element("h2", {}, tell("keys")), element("div", { class: "lh-player-help-rows", tabindex: 0 }, element("table", {}, ...rows)),
    element("button", { type: "button", class: "btn btn-sm", onclick: () => help.close() }, tell("close")));
  return help;
}
