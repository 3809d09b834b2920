// What a screen reader is told: the turns of events, never the running figures. Close ones are said together.
import { element } from "../http.js";

const TOGETHER = 700;

export class Herald {
  constructor() {
    this.element = element("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
    this.waiting = [];
  }

  say(words) {
    if (!this.waiting.includes(words)) this.waiting.push(words);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.element.textContent = this.waiting.splice(0).join(" "); }, TOGETHER);
  }
}
