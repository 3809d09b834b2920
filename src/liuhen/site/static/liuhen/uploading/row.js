// One file's line: name, size, how far it is, what it became, and the buttons that fit its state.
import { element, icon } from "../http.js";
import { FILE, SIGNED_OUT } from "./failures.js";
import { shown } from "./names.js";
import { sizeWords } from "./pace.js";
import { tell } from "./words.js";

// Which buttons a state has; the others are out of the tab order too.
const BUTTONS = {
  absent: ["choose", "drop_it"],
  waiting: ["pause", "cancel"],
  sending: ["pause", "cancel"],
  interrupted: ["pause", "cancel"],
  comparing: [],
  checking: [],
  paused: ["resume", "cancel"],
  failed: ["retry", "cancel"],
  cancelled: ["retry"],
  done: [],
};
const ICONS = { pause: "player-pause", resume: "player-play", retry: "refresh", choose: "folder-open", cancel: "x", drop_it: "x" };

// The lane a file is shown in: what it became, or where it stands.
export function laneOf(item) {
  if (item.settled) return item.answer.lane;
  return ["failed", "cancelled", "absent"].includes(item.state) ? "trouble" : "going";
}

export class Row {
  // `does`: what each button does with the item.
  constructor(item, does) {
    this.item = item;
    this.words = element("span", { class: "lh-upload-state" });
    this.told = element("div", { class: "lh-upload-told" });
    this.digest = element("span", { class: "lh-upload-digest" });
    this.bar = element("progress", { class: "lh-progress", max: 1, value: 0, "aria-label": shown(item.path) });
    this.buttons = Object.fromEntries(Object.keys(ICONS).map((what) => [what, this.button(what, does[what])]));
    const name = element("div", { class: "lh-upload-name" }, element("bdi", { class: "lh-name" }, shown(item.path)), element("span", { class: "lh-quiet lh-num" }, sizeWords(item.size)));
    this.element = element("li", { class: "lh-upload" }, name, this.bar, element("div", { class: "lh-upload-answer" }, this.words, this.told, this.digest),
      element("div", { class: "lh-row lh-upload-buttons" }, ...Object.values(this.buttons)));
    this.draw();
  }

  button(what, does) {
    const label = tell("of_file", { what: tell(what), name: shown(this.item.path) });
    return element("button", { type: "button", class: "btn btn-sm", "aria-label": label, onclick: () => does(this.item) }, icon(ICONS[what]), tell(what));
  }

  draw() {
    const { item } = this, { state } = item;
    this.bar.value = item.size ? item.offset / item.size : 1;
    this.write(this.words, this.stateWords());
    if (state === this.drawn) return;
    this.drawn = state;
    this.element.dataset.state = state;
    this.element.dataset.lane = laneOf(item);
    this.bar.hidden = ["done", "cancelled"].includes(state);
    this.drawButtons(state === "failed" && item.failure?.status === FILE ? ["choose", ...BUTTONS.failed] : BUTTONS[state]);
    if (state === "done") this.finish();
    if (state === "interrupted" && item.failure?.status === SIGNED_OUT) this.told.replaceChildren(element("a", { href: "/sign-in/", target: "_blank" }, tell("sign_in")));
    else if (state !== "done") this.told.replaceChildren();
  }

  // Keeps the focus in the row when the button that had it goes away.
  drawButtons(shown) {
    const held = Object.values(this.buttons).includes(document.activeElement);
    for (const [what, button] of Object.entries(this.buttons)) button.hidden = !shown.includes(what);
    if (held && document.activeElement?.hidden && shown.length) this.buttons[shown[0]].focus();
  }

  stateWords() {
    const { state, words, percent } = this.item;
    if (state === "done") return "";
    if (state === "failed") return tell("failed", { why: words });
    return words || tell(state, { percent });
  }

  finish() {
    const { answer, own } = this.item;
    this.tell(answer.html);
    this.digest.replaceChildren(tell("digest"), " ", element("code", { title: answer.sha256 }, `${answer.sha256.slice(0, 8)}…${answer.sha256.slice(-8)}`), " ",
      own.sha256 ? tell("same_digest") : tell("no_digest", { why: own.problem }));
    this.digest.dataset.compared = String(Boolean(own.sha256));
  }

  // The server's own words, escaped there.
  tell(html) { this.told.innerHTML = html; }

  write(where, text) { if (where.textContent !== text) where.textContent = text; }
}
