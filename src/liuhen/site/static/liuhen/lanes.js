// How the lanes of a timeline are drawn, in SVG. Times are milliseconds; `place` turns one into a horizontal position.
import { runningTime } from "./http.js";

export const LANE_HEIGHT = 26;
export const AXIS_HEIGHT = 22;
const PAD = 4;
const TICKS = [100, 200, 500, 1000, 2000, 5000, 10000, 30000, 60000, 120000, 300000, 600000, 1800000, 3600000, 7200000, 14400000];
const TICK_WIDTH = 84;

export function node(tag, attributes = {}, ...inside) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

function tickWords(ms, starts) {
  if (Number.isNaN(starts)) return runningTime(ms);
  return new Date(starts + ms).toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
}

export function drawAxis(view, place, starts) {
  const perPixel = (view.to - view.from) / (place(view.to) - place(view.from));
  const every = TICKS.find((tick) => tick / perPixel >= TICK_WIDTH) ?? TICKS.at(-1);
  const axis = node("g", { class: "lh-axis" });
  for (let at = Math.ceil(view.from / every) * every; at <= view.to; at += every) {
    const x = place(at);
    axis.append(node("line", { x1: x, x2: x, y1: AXIS_HEIGHT - 5, y2: AXIS_HEIGHT }), node("text", { x: x + 3, y: 13 }, tickWords(at, starts)));
  }
  return axis;
}

export function drawLane(lane, top, frame) {
  const drawn = node("g", { class: "lh-lane", transform: `translate(0 ${top})` });
  drawn.append(node("rect", { class: "lh-lane-ground", width: frame.width, height: LANE_HEIGHT - 2, y: 1 }));
  if (lane.thumbs) drawn.append(...lane.thumbs.map((thumb) => drawThumb(thumb, frame)));
  if (lane.spans) drawn.append(...lane.spans.filter((span) => touches(span, frame.view)).map((span) => drawSpan(span, frame)));
  if (lane.line) drawn.append(drawLine(lane, frame));
  if (lane.marks) drawn.append(...lane.marks.map((mark) => drawMark(mark, frame)));
  return drawn;
}

const touches = (span, view) => span.to >= view.from && span.from <= view.to;

function drawSpan(span, { place, width, words }) {
  const left = Math.max(place(span.from), -2), right = Math.min(place(span.to), width + 2);
  const box = { x: left, y: PAD, width: Math.max(right - left, 2), height: LANE_HEIGHT - 2 * PAD };
  const drawn = node("g", { class: `lh-draw-${span.kind}` }, node("rect", box), node("title", {}, `${span.label ?? ""} ${words(span.from)} – ${words(span.to)}`));
  if (span.kind === "explained") drawn.append(stripes(box));
  if (span.label && box.width > 18 + span.label.length * 13) drawn.append(node("text", { x: box.x + 6, y: LANE_HEIGHT / 2 + 4.5 }, span.label));
  return drawn;
}

function stripes({ x, y, width, height }) {
  const lines = [];
  for (let at = x - height; at < x + width; at += 7) {
    const from = Math.max(at, x), to = Math.min(at + height, x + width);
    if (to > from) lines.push(`M${from} ${y + height - (from - at)}L${to} ${y + height - (to - at)}`);
  }
  return node("path", { class: "lh-stripes", d: lines.join("") });
}

function drawMark(mark, { place, words }) {
  const x = place(mark.at), middle = LANE_HEIGHT / 2;
  return node("g", { class: `lh-draw-mark lh-draw-${mark.kind}` },
    node("path", { d: `M${x} ${middle - 8}l7 8l-7 8l-7 -8z` }),
    node("title", {}, `${mark.label} ${words(mark.at)} ${mark.cite ?? ""}`));
}

function drawLine(lane, { place }) {
  const most = Math.max(...lane.line.map(([, value]) => value), 1);
  const points = lane.line.map(([at, value]) => `${place(at).toFixed(1)},${(LANE_HEIGHT - 3 - (value / most) * (LANE_HEIGHT - 7)).toFixed(1)}`);
  return node("g", { class: "lh-draw-line" }, node("polyline", { points: points.join(" ") }), node("title", {}, `≤ ${most} ${lane.unit ?? ""}`));
}

function drawThumb(thumb, { place }) {
  return node("image", { href: thumb.src, x: place(thumb.at), y: 1, height: LANE_HEIGHT - 2, preserveAspectRatio: "xMinYMid" });
}
