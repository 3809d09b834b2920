// How each row of the time axis is drawn on a canvas. A row is {id, label, height, draw(pen, row)}; a pen is {context, span, top, words}.
import { clockTime, tell } from "./review_words.js";
import { runningTime } from "./http.js";

const COLOURS = {
  speech: "#4c7fc0", silence: "#8a94a3", black: "#1b2430", frozen: "#d98a1f", covered: "#a8620a", missing: "#c8322a", edge: "#c8322a",
  step: "#667284", interrupted: "#fbe3e1", camera: "#3d8f6b", key_content: "#1d4f91", spoken_notice: "#5b3fa0", spoken_explanation: "#5b3fa0",
  interruption_reason: "#5b3fa0", note: "#566173", ground: "#f3f5f8", ink: "#1b2430", quiet: "#566173", line: "#1d4f91", wave: "#7b8ba3", waveDark: "#9fc3f5", hint: "#8a5a00", watched: "#2f8f57",
};
const FONT = '12px "Noto Sans SC Variable", "Noto Sans SC", sans-serif';
const LIGHT_TEXT = new Set(["speech", "step", "camera", "black", "missing", "covered", "key_content", "spoken_notice", "spoken_explanation", "interruption_reason", "note", "silence"]);
const NARROWEST = 2;
const FINE = 12000; // ms shown, below which the axis tells tenths of a second
const LEAST_LOUD = 12; // of 255: below it there is nothing to be heard

// The rows a recording has, in the order they stand; what is still being analysed keeps its place.
export function rowsOf(content, kind, board) {
  const found = Object.fromEntries(content.lanes.map((lane) => [lane.id, lane]));
  const rows = [{ id: "minimap", label: "", height: 12, draw: drawMinimap }, { id: "axis", label: "", height: 20, draw: drawAxis }];
  if (kind === "video") rows.push({ id: "storyboard", label: tell("storyboard"), height: 50, draw: board ? (pen, row) => drawBoard(pen, row, board) : waitingFor(content, "survey", "no_storyboard") });
  rows.push({ id: "waveform", label: tell("waveform"), height: 36, draw: content.wave ? (pen, row) => drawWave(pen, row, content) : waitingFor(content, "survey", "no_waveform") });
  for (const id of kind === "video" ? ["speech", "picture", "gaps"] : ["speech", "gaps"]) if (found[id]) rows.push(spanRow(found[id], 16));
  for (const lane of content.lanes) if (lane.id.startsWith("step-")) rows.push(spanRow(lane, 20));
  if (content.cameras.length) rows.push({ id: "cameras", label: tell("cameras"), height: Math.min(content.cameras.length, 3) * 12 + 4, draw: drawCameras, items: camerasOf(content) });
  rows.push({ id: "marks", label: tell("marks"), height: 24, draw: drawMarks, items: content.marks });
  if (content.candidates?.length) rows.push({ id: "candidates", label: tell("candidates"), height: 22, draw: drawHints, items: content.candidates.map(hintItem) });
  if (content.speed.length > 1) rows.push({ id: "speed", label: tell("speed_lane"), height: 32, draw: (pen, row) => drawSpeed(pen, row, content.speed) });
  let top = 0;
  for (const row of rows) { row.top = top; row.content = content; top += row.height + 2; }
  return rows;
}

const hintItem = (one) => ({ from: one.at_ms, to: one.end_ms, kind: "hint", label: one.label, note: one.said });
const camerasOf = (content) => content.cameras.map((one, place) => ({ from: Math.max(one.from, 0), to: Math.min(one.to, content.duration), kind: "camera", label: one.label, place: place % 3 }));
const spanRow = (lane, height) => ({ id: lane.id, label: lane.label, height, draw: drawSpans, items: lane.spans });

function waitingFor(content, kind, key) {
  const state = content.states.find((one) => one.kind === kind);
  const done = state?.state === "done";
  const words = tell(key, { state: state && !done ? state.words : tell(key === "no_waveform" && done ? "no_sound" : "not_asked") });
  return (pen, row) => { ground(pen, row); text(pen, words, 8, row.height / 2 + 4, COLOURS.quiet); };
}

function ground({ context, span, top }, row) {
  context.fillStyle = COLOURS.ground;
  context.fillRect(0, top, span.width, row.height);
}

function text({ context, top }, words, x, y, colour) {
  context.font = FONT;
  context.fillStyle = colour;
  context.fillText(words, x, top + y);
}

function drawAxis(pen, row) {
  const { context, span, top, starts } = pen, fine = span.length < FINE;
  for (const at of span.ticks()) {
    const x = Math.round(span.x(at)) + 0.5;
    context.fillStyle = "#8a94a3";
    context.fillRect(x, top + row.height - 5, 1, 5);
    text(pen, Number.isNaN(starts) ? runningTime(at, { tenths: fine }) : clockTime(new Date(starts + at)) + (fine ? `.${Math.floor(((starts + at) % 1000) / 100)}` : ""), x + 3, 13, COLOURS.quiet);
  }
}

function drawMinimap({ context, span, top, seen }, row) {
  const scale = span.width / span.duration, { content } = row;
  context.fillStyle = "#e4e8ee";
  context.fillRect(0, top + 2, span.width, row.height - 4);
  context.fillStyle = COLOURS.watched;
  for (const [from, to] of seen) context.fillRect(from * scale, top + row.height - 4, Math.max((to - from) * scale, 1), 3);
  for (const lane of content.lanes) {
    context.fillStyle = COLOURS[lane.id === "gaps" ? "missing" : "frozen"];
    if (["gaps", "picture"].includes(lane.id)) for (const one of lane.spans) context.fillRect(one.from * scale, top + 2, Math.max((one.to - one.from) * scale, 2), row.height - 6);
  }
  context.fillStyle = COLOURS.key_content;
  for (const mark of content.marks) context.fillRect(mark.from * scale - 1, top + 2, 2, row.height - 6);
  if (span.whole) return;
  context.strokeStyle = COLOURS.ink;
  context.lineWidth = 2;
  context.strokeRect(span.from * scale + 1, top + 1, Math.max(span.length * scale - 2, 4), row.height - 2);
}

function drawBoard(pen, row, board) {
  const { context, span, top } = pen, width = row.height * (board.width / board.height);
  ground(pen, row);
  for (let x = 0; x < span.width; x += width) board.draw(context, span.ms(x + width / 2), { x, y: top, width, height: row.height });
}

// Quiet sound is drawn as tall as loud sound: what counts is where there is some, and where it changes.
function gain(content) {
  content.loudest ??= content.wave.reduce((most, one) => Math.max(most, one), LEAST_LOUD);
  return 255 / content.loudest;
}

function levelAt(content, from, to) {
  const { wave, waveform } = content, last = Math.min(Math.ceil(to / waveform.every_ms), wave.length);
  let most = 0;
  for (let at = Math.max(Math.floor(from / waveform.every_ms), 0); at < last; at++) if (wave[at] > most) most = wave[at];
  return (most / 255) * gain(content);
}

export function drawWave(pen, row, content, colour = COLOURS.wave) {
  const { context, span, top } = pen, middle = top + row.height / 2, each = span.length / span.width;
  if (colour === COLOURS.wave) ground(pen, row);
  context.fillStyle = colour;
  for (let x = 0; x < span.width; x++) {
    const tall = Math.max(levelAt(content, span.from + x * each, span.from + (x + 1) * each) * (row.height - 2), 1);
    context.fillRect(x, middle - tall / 2, 1, tall);
  }
}

function box({ context, span, top }, item, { y, height }) {
  const left = Math.max(span.x(item.from), -2), right = Math.min(span.x(item.to ?? item.from), span.width + 2);
  const wide = Math.max(right - left, NARROWEST);
  context.fillStyle = COLOURS[item.kind] ?? COLOURS.step;
  context.fillRect(left, top + y, wide, height);
  if (item.kind === "interrupted") hatch(context, { x: left, y: top + y, wide, height });
  return { left: Math.max(left, 0), wide };
}

function hatch(context, { x, y, wide, height }) {
  context.save();
  context.beginPath();
  context.rect(x, y, wide, height);
  context.clip();
  context.strokeStyle = COLOURS.missing;
  context.lineWidth = 2;
  context.beginPath();
  for (let at = x - height; at < x + wide; at += 7) { context.moveTo(at, y + height); context.lineTo(at + height, y); }
  context.stroke();
  context.restore();
}

function drawSpans(pen, row) {
  ground(pen, row);
  for (const item of row.items) if (pen.span.touches(item.from, item.to)) drawNamed(pen, item, { y: 2, height: row.height - 4 });
}

function drawNamed(pen, item, place) {
  if (item.kind === "edge") item = { ...item, from: Math.max(item.from - pen.span.length / 250, 0), to: item.to + pen.span.length / 250 };
  const { left, wide } = box(pen, item, place);
  if (place.height < 11 || wide < 14 + item.label.length * 12.5) return;
  if (item.kind === "interrupted") { pen.context.fillStyle = "#fff"; pen.context.fillRect(left + 4, pen.top + place.y + 1, item.label.length * 12.5 + 4, place.height - 2); }
  text(pen, item.label, left + 6, place.y + place.height / 2 + 4, LIGHT_TEXT.has(item.kind) ? "#fff" : COLOURS.ink);
}

function drawCameras(pen, row) {
  ground(pen, row);
  for (const item of row.items) if (pen.span.touches(item.from, item.to)) drawNamed(pen, item, { y: 2 + item.place * 12, height: 11 });
}

function diamond({ context, top }, x, middle, filled) {
  context.beginPath();
  context.moveTo(x, top + middle - 8);
  context.lineTo(x + 7, top + middle);
  context.lineTo(x, top + middle + 8);
  context.lineTo(x - 7, top + middle);
  context.closePath();
  if (filled) context.fill();
  context.stroke();
}

function drawMarks(pen, row) {
  ground(pen, row);
  for (const item of row.items) {
    if (!pen.span.touches(item.from, item.to ?? item.from)) continue;
    if (item.to) drawNamed(pen, item, { y: 3, height: row.height - 6 });
    else {
      pen.context.fillStyle = COLOURS[item.kind] ?? COLOURS.note;
      pen.context.strokeStyle = "#fff";
      pen.context.lineWidth = 1.2;
      diamond(pen, pen.span.x(item.from), row.height / 2, true);
    }
  }
}

function drawHints(pen, row) {
  ground(pen, row);
  pen.context.strokeStyle = COLOURS.hint;
  pen.context.lineWidth = 1.8;
  for (const item of row.items) if (pen.span.touches(item.from, item.to ?? item.from)) diamond(pen, pen.span.x(item.from), row.height / 2, false);
}

function drawSpeed(pen, row, points) {
  const { context, span, top } = pen, most = Math.max(...points.map(([, value]) => value), 1);
  ground(pen, row);
  context.strokeStyle = COLOURS.line;
  context.lineWidth = 1.5;
  context.beginPath();
  points.forEach(([at, value], place) => {
    const x = span.x(at), y = top + row.height - 3 - (value / most) * (row.height - 6);
    place ? context.lineTo(x, y) : context.moveTo(x, y);
  });
  context.stroke();
  text(pen, tell("kmh", { n: Math.round(most) }), 4, 12, COLOURS.quiet);
}

// What the time axis shows at a moment, in words, row by row.
export function thingsAt(rows, ms, span) {
  const near = (span.length / span.width) * 7;
  return rows.flatMap((row) => (row.items ?? [])
    .filter((item) => ms >= item.from - near && ms <= (item.to ?? item.from) + near)
    .map((item) => ({ ...item, lane: row.label === item.label ? "" : row.label })));
}
