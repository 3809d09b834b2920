// Under the pointer: the picture of that moment, its exact corrected time, and what lies there.
import { element } from "./http.js";
import { thingsAt } from "./lanes.js";

const MOST = 5;

export class Hover {
  constructor(timeline) {
    this.timeline = timeline;
    this.picture = element("canvas", { class: "lh-hover-picture", width: 208, height: 117, hidden: true });
    this.words = element("div", { class: "lh-hover-words" });
    this.box = element("div", { class: "lh-hover", "aria-hidden": "true", hidden: true }, this.picture, this.words);
    timeline.append(this.box);
  }

  show(x, row) {
    const { timeline } = this, { span } = timeline;
    if (!timeline.rows) return;
    const ms = row === "minimap" ? (Math.min(Math.max(x, 0), span.width) / span.width) * span.duration : span.ms(x);
    const things = thingsAt(timeline.rows, ms, span).slice(0, MOST);
    this.words.replaceChildren(element("b", { class: "lh-num" }, timeline.moment(ms)),
      ...things.map((one) => element("div", {}, [one.lane, one.label, one.note].filter(Boolean).join(" · "))));
    this.drawPicture(ms);
    this.box.hidden = false;
    const edge = timeline.track.offsetLeft, wide = this.box.offsetWidth;
    this.box.style.left = `${Math.min(Math.max(edge + x - wide / 2, 0), timeline.clientWidth - wide)}px`;
  }

  drawPicture(ms) {
    const { board } = this.timeline;
    this.picture.hidden = !board;
    if (!board) return;
    const width = 208, height = Math.round(width * (board.height / board.width));
    Object.assign(this.picture, { width, height });
    board.draw(this.picture.getContext("2d"), ms, { x: 0, y: 0, width, height });
  }

  hide() { this.box.hidden = true; }
}
