// Who is looking, and when: over the picture, moving, never in its bytes.
import { serverNow } from "./frame.js";
import { element } from "./http.js";
import { dayAndTime } from "./review_words.js";

const EVERY = 1000;
const MOVES = 5;

export class Overlay {
  constructor(screen, name, certificate) {
    this.words = [name, certificate].filter(Boolean).join("  ");
    this.shown = element("div", { class: "lh-watermark", "aria-hidden": "true" });
    screen.append(this.shown);
    this.ticks = 0;
    this.tick();
    this.timer = setInterval(() => this.tick(), EVERY);
  }

  tick() {
    this.shown.textContent = `${this.words}  ${dayAndTime(serverNow()).slice(0, -2)}`;
    if (this.ticks++ % MOVES === 0) this.move();
  }

  move() {
    this.shown.style.left = `${4 + Math.random() * 46}%`;
    this.shown.style.top = `${6 + Math.random() * 78}%`;
  }

  stop() { clearInterval(this.timer); }
}
