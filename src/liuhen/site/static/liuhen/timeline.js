// <lh-timeline>: everything known of a recording on one time axis. The wheel zooms, dragging pans, a click seeks, a list says the same.
import { element, icon, runningTime } from "./http.js";
import { rowsOf } from "./lanes.js";
import { Hover } from "./timeline_hover.js";
import { fillDeviceWords } from "./device_words.js";
import { makeSketch } from "./sketch.js";
import { amount, clockTime, tell } from "./review_words.js";
import { grab } from "./timeline_hand.js";
import { Span } from "./span.js";
import { Storyboard } from "./storyboard.js";

const ZOOM = 1.25;
const NEAR = 60000;
const ASK_AGAIN = [3000, 5000, 8000, 15000];
const UNDER_WAY = new Set(["waiting", "running"]);
const GAPS = new Set(["gaps", "picture"]);

class Timeline extends HTMLElement {
  connectedCallback() {
    if (this.started) return;
    this.started = true;
    this.asked = 0;
    this.ms = this.player?.ms ?? 0;
    this.build();
    this.load();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.watcher?.disconnect();
    this.stop?.abort();
  }

  get player() { return document.getElementById(this.getAttribute("for")); }
  get kind() { return this.getAttribute("kind"); }

  build() {
    this.names = element("div", { class: "lh-lane-names", "aria-hidden": "true" });
    this.base = element("canvas", { class: "lh-lanes" });
    this.over = element("canvas", { class: "lh-lanes lh-lanes-over" });
    this.track = element("div", { class: "lh-track", tabindex: 0, role: "slider", "aria-label": `${tell("timeline")}：${tell("timeline_hint")}`, "aria-valuemin": 0, "aria-valuemax": 1, "aria-valuenow": 0 }, this.base, this.over);
    this.states = element("p", { class: "lh-states lh-quiet", role: "status" }, tell("reading"));
    this.buttons = element("div", { class: "lh-timeline-buttons d-print-none" },
      this.button("plus", tell("zoom_in"), () => this.zoom(1 / ZOOM / ZOOM, this.ms)), this.button("minus", tell("zoom_out"), () => this.zoom(ZOOM * ZOOM, this.ms)),
      this.button("refresh", tell("zoom_all"), () => this.show(0, Infinity)));
    this.list = element("details", { class: "lh-timeline-list", ontoggle: () => this.fillList() }, element("summary", {}, tell("list")));
    this.sketch = element("div", { class: "lh-sketch-place" });
    this.device = element("div");
    this.append(element("div", { class: "lh-timeline-body" }, this.names, this.track), element("div", { class: "lh-timeline-foot" }, this.states, this.buttons), this.list, this.device, this.sketch);
    this.hover = new Hover(this);
  }

  button(name, label, act) {
    return element("button", { type: "button", class: "lh-player-button", title: label, "aria-label": label, onclick: act }, icon(name));
  }

  async load() {
    try {
      const answer = await fetch(this.getAttribute("src"), { credentials: "same-origin" });
      if (!answer.ok) throw new Error(answer.status === 409 ? tell("viewing_over") : String(answer.status));
      await this.take(await answer.json());
    } catch (problem) {
      if (!this.isConnected) return;
      this.states.replaceChildren(tell("lanes_failed", { why: problem instanceof TypeError ? tell("network") : problem.message }), " ",
        element("button", { type: "button", class: "btn btn-sm", onclick: () => this.load() }, tell("again")));
    }
  }

  async take(content) {
    const before = this.content;
    content.wave = before?.wave ?? (content.waveform ? await this.levels(content.waveform.url) : null);
    if (before?.waveform) content.waveform = before.waveform;
    if (!this.isConnected) return;
    this.content = content;
    this.starts = Date.parse(content.starts_at ?? "");
    this.span ??= new Span(content.duration || this.player?.duration || 1);
    if (content.storyboard) this.board ??= new Storyboard(content.storyboard, () => this.draw());
    this.arrange();
    if (!before) this.listen();
    if (content.track.length > 1) this.map ??= makeSketch(this.sketch, content.track, (ms) => this.seek(ms));
    fillDeviceWords(this.device, content.device, (ms) => this.seek(ms));
    this.tellStates();
    this.dispatchEvent(new CustomEvent("lh-lanes", { detail: content, bubbles: true }));
    if (content.states.some((one) => UNDER_WAY.has(one.state))) this.timer = setTimeout(() => this.load(), ASK_AGAIN[Math.min(this.asked++, ASK_AGAIN.length - 1)]);
  }

  async levels(url) {
    const answer = await fetch(url, { credentials: "same-origin" });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
  }

  arrange() {
    this.rows = rowsOf(this.content, this.kind, this.board);
    const last = this.rows.at(-1);
    this.tall = last.top + last.height;
    this.names.replaceChildren(...this.rows.map((row) => element("div", { style: `height:${row.height}px;line-height:${row.height}px`, title: row.label }, row.label)));
    this.track.style.height = `${this.tall}px`;
    this.track.setAttribute("aria-valuemax", this.span.duration);
    if (this.list.open) this.fillList();
    this.resize();
  }

  tellStates() {
    const told = this.content.states.filter((one) => one.state !== "done")
      .map((one) => element("span", { class: "lh-state-words" }, tell(one.state === "parked" ? "state_parked" : "state", one)));
    this.states.replaceChildren(element("span", { class: "lh-seen" }), ...told);
    this.tellSeen();
  }

  tellSeen() {
    const place = this.states.querySelector(".lh-seen");
    if (place) place.textContent = tell("watched", { percent: Math.floor((lengthOf(this.seen) / this.span.duration) * 100) });
  }

  get seen() { return this.player?.watching?.seen ?? []; }

  listen() {
    this.stop = new AbortController();
    const { signal } = this.stop, player = this.player;
    player.addEventListener("lh-time", (event) => this.moveTo(event.detail.ms), { signal });
    player.addEventListener("lh-playing", (event) => event.detail.playing && this.run(), { signal });
    player.addEventListener("lh-marked", (event) => { this.content.marks = event.detail.marks; this.arrange(); }, { signal });
    player.addEventListener("lh-candidates", (event) => { this.content.candidates = event.detail.candidates; this.arrange(); }, { signal });
    player.addEventListener("lh-stretch", (event) => { this.begun = event.detail.from; this.drawOver(); }, { signal });
    grab(this, this.track, signal);
    this.track.addEventListener("keydown", (event) => this.key(event), { signal });
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(this.track);
    document.fonts?.ready.then(() => this.draw());
  }

  key(event) {
    const act = { "+": () => this.zoom(1 / ZOOM, this.ms), "=": () => this.zoom(1 / ZOOM, this.ms), "-": () => this.zoom(ZOOM, this.ms) }[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  }

  run() {
    const step = () => {
      if (!this.isConnected || !this.player.playing) return;
      this.moveTo(this.player.ms);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  zoom(by, around) { this.span.zoom(by, around); this.draw(); }
  pan(pixels) { this.span.pan(pixels); this.draw(); }
  show(from, to) { this.span.show(from, Math.min(to, from + this.span.duration)); this.draw(); }
  toggleZoom() { this.span.whole ? this.show(this.ms - NEAR / 2, this.ms + NEAR / 2) : this.show(0, Infinity); }
  seek(ms) { this.player?.seek(Math.round(ms)); }

  // The beginnings of what should not be missed: gaps, faults and hints.
  goToFinding(way) {
    const found = this.content?.lanes.flatMap((lane) => lane.spans.filter((one) => GAPS.has(lane.id) || one.kind === "silence").map((one) => ({ at: one.from, what: one.label }))) ?? [];
    const stops = [...found, ...(this.content?.candidates ?? []).map((one) => ({ at: one.at_ms, what: one.label }))].sort((one, other) => one.at - other.at);
    const next = way > 0 ? stops.find((one) => one.at > this.ms + 50) : stops.findLast((one) => one.at < this.ms - 50);
    this.dispatchEvent(new CustomEvent("lh-toast", { bubbles: true, detail: { text: next ? tell("here_is", { what: next.what, at: runningTime(next.at) }) : tell("no_more"), level: "info" } }));
    if (next) this.seek(next.at);
  }

  moveTo(ms) {
    this.ms = ms;
    const second = Math.floor(ms / 1000);
    if (second !== this.second) {
      this.second = second;
      this.track.setAttribute("aria-valuenow", Math.round(ms));
      this.track.setAttribute("aria-valuetext", this.moment(ms));
      this.map?.moveTo(ms);
      this.tellSeen();
      this.drawRow("minimap");
    }
    if (!this.held && this.span.follow(ms)) this.draw();
    else this.drawOver();
  }

  moment(ms) {
    if (Number.isNaN(this.starts)) return `${runningTime(ms, { tenths: true })}（${tell("time_unknown")}）`;
    return `${runningTime(ms, { tenths: true })} · ${clockTime(new Date(this.starts + ms))} ±${amount(this.content.error_ms)}`;
  }

  resize() {
    const width = this.track.clientWidth, dots = Math.min(devicePixelRatio || 1, 2);
    if (!width || !this.rows) return;
    this.span.width = width;
    for (const canvas of [this.base, this.over]) {
      Object.assign(canvas, { width: width * dots, height: this.tall * dots });
      canvas.getContext("2d").setTransform(dots, 0, 0, dots, 0, 0);
    }
    this.draw();
  }

  pen(row) { return { context: this.base.getContext("2d"), span: this.span, top: row.top, starts: this.starts, seen: this.seen }; }

  draw() {
    if (!this.rows || !this.span.width) return;
    const context = this.base.getContext("2d");
    context.clearRect(0, 0, this.span.width, this.tall);
    for (const row of this.rows) row.draw(this.pen(row), row);
    this.drawOver();
  }

  drawRow(id) {
    const row = this.rows.find((one) => one.id === id);
    this.base.getContext("2d").clearRect(0, row.top, this.span.width, row.height);
    row.draw(this.pen(row), row);
  }

  // The playhead, the stretch that is being marked; on a canvas of their own, so that nothing else is drawn again.
  drawOver() {
    const context = this.over.getContext("2d"), x = this.span.x(this.ms), { width } = this.span;
    context.clearRect(0, 0, width, this.tall);
    if (this.begun != null) {
      const [left, right] = [this.span.x(this.begun), x].sort((one, other) => one - other);
      context.fillStyle = "rgb(29 79 145 / 30%)";
      context.fillRect(left, 14, Math.max(right - left, 2), this.tall);
    }
    context.fillStyle = "#111";
    context.fillRect(Math.round(x) - 1, 14, 2, this.tall);
    context.fillRect((this.ms / this.span.duration) * width - 1, 0, 3, 12);
  }

  fillList() {
    if (!this.list.open || !this.rows) return;
    const things = [...this.rows.flatMap((row) => (row.items ?? []).map((item) => ({ ...item, lane: row.label === item.label ? "" : row.label }))),
      ...this.content.said.map((one) => ({ from: one.from_ms, to: one.to_ms, lane: "", label: one.text }))].sort((one, other) => one.from - other.from);
    const words = (one) => [one.lane, one.label, one.to > one.from ? tell("from_to", { from: this.moment(one.from), to: runningTime(one.to) }) : this.moment(one.from), one.note].filter(Boolean).join(" · ");
    this.list.replaceChildren(this.list.querySelector("summary"), element("ol", {}, ...things.map((one) => element("li", {},
      element("button", { type: "button", class: "btn btn-link btn-sm", onclick: () => this.seek(one.from) }, words(one))))));
  }
}

export function lengthOf(stretches) {
  let total = 0, end = 0;
  for (const [from, to] of [...stretches].sort((one, other) => one[0] - other[0])) {
    total += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return total;
}

customElements.define("lh-timeline", Timeline);
