// <lh-timeline>: lanes on one time axis. Click or arrow keys seek the player, the wheel or + and - zoom; a list says the same.
import { element, icon, runningTime } from "./http.js";
import { drawAxis, drawLane, LANE_HEIGHT, node, AXIS_HEIGHT } from "./lanes.js";
import { say } from "./words.js";

const ZOOM = 1.25;
const CLOSEST = 2000;

class Timeline extends HTMLElement {
  connectedCallback() {
    if (this.drawing) return;
    this.load();
    this.build();
    this.listen();
    this.draw();
  }

  disconnectedCallback() {
    this.watcher?.disconnect();
    this.player?.removeEventListener("lh-time", this.onTime);
    this.player?.removeEventListener("lh-marked", this.onMarked);
  }

  load() {
    const source = document.getElementById(this.dataset.source);
    this.content = JSON.parse(source.textContent);
    this.duration = Math.max(this.content.duration, 1);
    this.starts = Date.parse(this.content.starts_at ?? "");
    this.view = { from: 0, to: this.duration };
    this.ms = 0;
  }

  get player() { return document.getElementById(this.getAttribute("for")); }

  build() {
    const names = element("div", { class: "lh-lane-names", "aria-hidden": "true" },
      ...this.content.lanes.map((lane) => element("div", { style: `height:${LANE_HEIGHT}px` }, lane.label)));
    names.style.paddingTop = `${AXIS_HEIGHT}px`;
    this.drawing = node("svg", { class: "lh-lanes", height: this.height });
    this.track = element("div", {
      class: "lh-track", tabindex: 0, role: "slider", "aria-label": say("timeline"),
      "aria-valuemin": 0, "aria-valuemax": this.duration, "aria-valuenow": 0,
    }, this.drawing);
    this.append(element("div", { class: "lh-timeline-body" }, names, this.track), this.makeButtons(), this.makeList());
  }

  get height() { return AXIS_HEIGHT + this.content.lanes.length * LANE_HEIGHT; }

  makeButtons() {
    const make = (name, label, act) => element("button", { type: "button", class: "lh-player-button", title: label, "aria-label": label, onclick: act }, icon(name));
    return element("div", { class: "lh-timeline-buttons d-print-none" },
      make("plus", say("zoom_in"), () => this.zoom(1 / ZOOM, this.ms)),
      make("minus", say("zoom_out"), () => this.zoom(ZOOM, this.ms)),
      make("refresh", say("zoom_all"), () => this.show(0, this.duration)));
  }

  makeList() {
    const things = this.content.lanes.flatMap((lane) => [
      ...(lane.spans ?? []).map((span) => ({ at: span.from, words: `${lane.label}：${span.label ?? ""} ${say("from_to", { from: this.moment(span.from), to: this.moment(span.to) })}` })),
      ...(lane.marks ?? []).map((mark) => ({ at: mark.at, words: `${lane.label}：${mark.label} ${this.moment(mark.at)} ${mark.cite ?? ""}` })),
    ]).sort((one, other) => one.at - other.at);
    return element("details", { class: "lh-timeline-list" }, element("summary", {}, say("timeline_list")),
      element("ol", {}, ...things.map((thing) => element("li", {},
        element("button", { type: "button", class: "btn btn-link btn-sm", onclick: () => this.seek(thing.at) }, thing.words)))));
  }

  listen() {
    this.onTime = (event) => this.moveTo(event.detail.ms);
    this.player?.addEventListener("lh-time", this.onTime);
    this.onMarked = (event) => this.mark(event.detail);
    this.player?.addEventListener("lh-marked", this.onMarked);
    this.track.addEventListener("pointerdown", (event) => this.grab(event));
    this.track.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.track.addEventListener("keydown", (event) => this.key(event));
    this.watcher = new ResizeObserver(() => this.draw());
    this.watcher.observe(this.track);
  }

  mark({ ms, label, kind }) {
    this.content.lanes.find((lane) => lane.marks)?.marks.push({ at: ms, label, kind });
    this.querySelector(".lh-timeline-list").replaceWith(this.makeList());
    this.draw();
  }

  grab(event) {
    if (event.button !== 0) return;
    this.track.setPointerCapture(event.pointerId);
    const follow = (moved) => this.seek(this.timeAt(moved));
    follow(event);
    this.track.addEventListener("pointermove", follow);
    this.track.addEventListener("pointerup", () => this.track.removeEventListener("pointermove", follow), { once: true });
  }

  wheel(event) {
    event.preventDefault();
    const span = this.view.to - this.view.from;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const by = (span * (event.deltaX || event.deltaY)) / this.track.clientWidth;
      this.show(this.view.from + by, this.view.to + by);
    } else this.zoom(event.deltaY > 0 ? ZOOM : 1 / ZOOM, this.timeAt(event));
  }

  key(event) {
    const span = this.view.to - this.view.from;
    const act = {
      ArrowLeft: () => this.seek(this.ms - span / 100), ArrowRight: () => this.seek(this.ms + span / 100),
      Home: () => this.seek(0), End: () => this.seek(this.duration),
      "+": () => this.zoom(1 / ZOOM, this.ms), "=": () => this.zoom(1 / ZOOM, this.ms), "-": () => this.zoom(ZOOM, this.ms),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  timeAt(event) {
    const box = this.track.getBoundingClientRect();
    const part = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    return this.view.from + part * (this.view.to - this.view.from);
  }

  zoom(by, around) {
    const span = Math.min(Math.max((this.view.to - this.view.from) * by, CLOSEST), this.duration);
    const part = (around - this.view.from) / (this.view.to - this.view.from);
    this.show(around - part * span, around + (1 - part) * span);
  }

  show(from, to) {
    const span = Math.min(to - from, this.duration);
    const start = Math.min(Math.max(from, 0), this.duration - span);
    this.view = { from: start, to: start + span };
    this.draw();
  }

  seek(ms) {
    const at = Math.round(Math.min(Math.max(ms, 0), this.duration));
    this.moveTo(at);
    this.player?.dispatchEvent(new CustomEvent("lh-seek", { detail: { ms: at } }));
  }

  moveTo(ms) {
    this.ms = ms;
    this.track.setAttribute("aria-valuenow", Math.round(ms));
    this.track.setAttribute("aria-valuetext", this.moment(ms));
    if (ms < this.view.from || ms > this.view.to) this.show(ms - (this.view.to - this.view.from) / 2, ms + (this.view.to - this.view.from) / 2);
    this.movePlayhead();
  }

  moment(ms) {
    if (Number.isNaN(this.starts)) return runningTime(ms);
    return `${runningTime(ms)}（${new Date(this.starts + ms).toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false })}）`;
  }

  draw() {
    const width = this.track.clientWidth;
    if (!width) return;
    const place = (ms) => ((ms - this.view.from) / (this.view.to - this.view.from)) * width;
    this.place = place;
    this.playhead = node("line", { class: "lh-playhead", y1: 0, y2: this.height });
    this.drawing.setAttribute("width", width);
    this.drawing.replaceChildren(
      drawAxis(this.view, place, this.starts),
      ...this.content.lanes.map((lane, row) => drawLane(lane, AXIS_HEIGHT + row * LANE_HEIGHT, { view: this.view, place, width, words: (ms) => this.moment(ms) })),
      this.playhead);
    this.movePlayhead();
  }

  movePlayhead() {
    if (!this.playhead) return;
    const x = this.place(this.ms);
    this.playhead.setAttribute("x1", x);
    this.playhead.setAttribute("x2", x);
  }
}

customElements.define("lh-timeline", Timeline);
