// Marks: a press stamps this second, holding or Shift stamps a stretch, M writes a note, N finds what is still missing.
import { element, post, refusal, runningTime } from "./http.js";
import { toast } from "./toast.js";
import { tell } from "./review_words.js";

const HELD = 600; // ms a button is held before it means a stretch
const MOST_HINTS = 3;
const AT_HINT = 3000; // ms around a hint in which Y and X speak of it
const SHORTEST = 400; // ms of the recording

export class Stamps {
  constructor(player) {
    this.player = player;
    this.address = player.getAttribute("mark-url");
    this.candidates = [];
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("click", (event) => this.clicked(event), { signal });
    document.addEventListener("pointerdown", (event) => this.pressed(event), { signal });
    document.addEventListener("pointerup", () => this.release("pointer"), { signal });
    document.addEventListener("pointercancel", () => { this.held = undefined; }, { signal });
    addEventListener("blur", () => { this.held = undefined; }, { signal });
    this.note?.addEventListener("keydown", (event) => this.noteKey(event), { signal });
    this.note?.addEventListener("focus", () => this.noteBegun(), { signal });
  }

  get viewing() { return this.player.getAttribute("viewing"); }
  get channel() { return this.player.getAttribute("channel") ?? ""; }
  get note() { return document.getElementById("lh-mark-note"); }
  get step() { return document.getElementById("lh-mark-step")?.value; }

  clicked(event) {
    const seek = event.target.closest("[data-seek-ms]");
    if (seek) this.goTo(Number(seek.dataset.seekMs), seek.dataset.channel);
    if (event.target.closest("[data-next-missing]")) this.nextMissing();
    const stretch = event.target.closest("[data-stretch]");
    if (stretch) this.stretch(stretch.parentElement.querySelector(".lh-stamp"));
    const stamp = event.target.closest("button.lh-stamp");
    // The mouse and the finger stamp when they let go (they may hold); a click without them is the keyboard's.
    if (stamp && event.detail === 0) this.stampAt(stamp, this.player.ms);
  }

  // A position in another channel of a capture: that channel is viewed first, and begins there.
  goTo(ms, channel = this.channel) {
    if (channel === this.channel) return this.player.seek(ms);
    const form = document.getElementById("lh-channels");
    const button = [...(form?.querySelectorAll("button") ?? [])].find((one) => one.value === channel);
    if (!button || button.disabled) return toast(tell("no_channel"), "error");
    const at = form.elements.namedItem("at");
    at.value = ms;
    button.click(); // htmx sends which button was pressed only when it was
    at.value = "";
  }

  pressed(event) {
    const stamp = event.target.closest("button.lh-stamp");
    if (stamp && event.button === 0) this.hold(stamp, "pointer");
  }

  hold(button, by) {
    if (this.address) this.held = { button, by, from: this.player.ms, since: performance.now() };
  }

  release(by) {
    const held = this.held;
    if (!held || held.by !== by) return;
    this.held = undefined;
    const long = performance.now() - held.since >= HELD && this.player.ms - held.from >= SHORTEST;
    this.stampAt(held.button, held.from, long ? this.player.ms : undefined);
  }

  // Shift and a key, or the button beside: once begins a stretch, again ends it.
  stretch(button) {
    if (!this.address || !button) return;
    const key = button.dataset.content || button.dataset.kind, begun = this.begun;
    if (begun?.key !== key) return this.begin(button, key);
    this.drop({ silent: true });
    const [from, to] = [begun.from, this.player.ms].sort((one, other) => one - other);
    this.stampAt(button, from, to - from >= SHORTEST ? to : undefined);
  }

  begin(button, key) {
    this.drop({ silent: true });
    this.begun = { key, from: this.player.ms, name: button.dataset.name };
    this.showBegun(key, true);
    toast(tell("begun", { at: runningTime(this.begun.from), what: button.dataset.name }));
    this.tell("lh-stretch", { from: this.begun.from });
  }

  drop({ silent = false } = {}) {
    if (!this.begun) return;
    this.showBegun(this.begun.key, false);
    if (!silent) toast(tell("dropped", { what: this.begun.name }));
    this.begun = undefined;
    this.tell("lh-stretch", { from: null });
  }

  showBegun(key, on) {
    for (const button of document.querySelectorAll(`[data-stretch="${CSS.escape(key)}"]`)) button.setAttribute("aria-pressed", on);
  }

  stampAt(button, from, to, more = {}) {
    const { kind, content = "", name } = button.dataset;
    return this.send({ kind, content, offset_ms: from, ...(to ? { end_ms: to } : {}), note: this.note?.value ?? "", ...more }, name);
  }

  async send(fields, name) {
    if (!this.address) return;
    if (this.step) fields.step = this.step;
    try {
      const answer = await post(this.address, { ...fields, v: this.viewing }), text = await answer.text();
      if (!answer.ok) throw new Error(refusal(answer.status, text));
      this.sent(JSON.parse(text), fields, name);
    } catch (problem) {
      toast(tell("mark_failed", { why: problem instanceof TypeError ? tell("network") : problem.message }), "error");
    }
  }

  sent(answer, fields, name) {
    this.show("lh-marks", answer.marks_html);
    this.show("lh-contents", answer.contents_html);
    if (this.note) this.note.value = "";
    this.noteAt = undefined;
    if (this.begun) this.showBegun(this.begun.key, true);
    this.changeCandidates(answer.candidates ?? this.candidates);
    const [from, to] = [runningTime(fields.offset_ms), runningTime(fields.end_ms ?? 0)];
    toast(fields.end_ms ? tell("marked_stretch", { from, to, what: name }) : tell("marked", { at: from, what: name }), "success");
    this.tell("lh-marked", { marks: answer.marks });
  }

  // The list is drawn anew; whoever stood on one of its buttons keeps standing there.
  show(id, html) {
    const place = document.getElementById(id), on = document.activeElement;
    const key = place?.contains(on) ? on.dataset.key : undefined;
    if (!place) return;
    place.innerHTML = html;
    window.htmx?.process(place);
    if (key) place.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  }

  writeNote() {
    if (!this.note) return;
    this.noteAt = this.player.ms;
    this.note.focus();
  }

  noteBegun() {
    this.noteAt ??= this.player.ms;
    this.note.title = tell("note_at", { at: runningTime(this.noteAt) });
  }

  noteKey(event) {
    if (event.isComposing) return; // an input method takes Enter and Escape for itself
    if (event.key === "Escape") { this.note.value = ""; this.noteAt = undefined; this.note.blur(); }
    if (event.key !== "Enter" || !this.note.value.trim()) return;
    event.preventDefault();
    this.send({ kind: "note", content: "", offset_ms: this.noteAt ?? this.player.ms, note: this.note.value }, tell("note"));
    this.note.blur();
  }

  nextMissing() {
    const missing = [...document.querySelectorAll("#lh-contents [data-missing]")];
    if (!missing.length) return toast(tell("none_left"), "success");
    const row = missing[(missing.findIndex((one) => one.classList.contains("lh-content-next")) + 1) % missing.length];
    document.querySelectorAll(".lh-content-next").forEach((one) => one.classList.remove("lh-content-next"));
    row.classList.add("lh-content-next");
    row.scrollIntoView({ block: "nearest" });
    const what = row.querySelector(".lh-stamp-name").textContent, hint = this.candidates.find((one) => one.content === row.dataset.content);
    if (hint) this.player.seek(hint.at_ms);
    toast(hint ? tell("next_at", { what, at: runningTime(hint.at_ms) }) : tell("next", { what }));
  }

  take(candidates) {
    this.candidates = candidates;
    this.showCandidates();
  }

  changeCandidates(candidates) {
    this.take(candidates);
    this.tell("lh-candidates", { candidates });
  }

  // Beside what is still missing: where a machine believes it heard or saw it. A person confirms.
  showCandidates() {
    document.querySelectorAll(".lh-candidate").forEach((one) => one.remove());
    const shown = new Map();
    for (const one of this.candidates) {
      const row = this.buttonOf(one)?.closest("li"), many = shown.get(row) ?? 0;
      if (row && !row.classList.contains("lh-content-done") && many < MOST_HINTS) row.append(this.candidateRow(one));
      shown.set(row, many + 1);
    }
  }

  buttonOf(candidate) {
    const wanted = candidate.content ? `[data-content="${CSS.escape(candidate.content)}"]` : `[data-kind="${CSS.escape(candidate.kind)}"]`;
    return document.querySelector(`#lh-contents .lh-stamp${wanted}`) ?? document.querySelector(`#lh-contents li${wanted} .lh-stamp`);
  }

  candidateRow(one) {
    const at = runningTime(one.at_ms), what = one.label;
    return element("span", { class: "lh-candidate" },
      element("button", { type: "button", class: "lh-jump lh-num", "data-seek-ms": one.at_ms, title: one.said ? tell("heard", { said: one.said }) : "" }, tell("maybe", { at })),
      one.said ? element("span", { class: "lh-quiet lh-said" }, one.said) : "",
      this.address ? this.hintButton("confirm", { at, what }, () => this.confirm(one)) : "",
      this.address ? this.hintButton("dismiss", { at, what }, () => this.dismiss(one)) : "");
  }

  hintButton(key, words, act) {
    return element("button", { type: "button", class: "btn btn-sm", "aria-label": tell(`${key}_what`, words), onclick: act }, tell(key));
  }

  confirm(one) {
    return this.send({ kind: one.kind, content: one.content, offset_ms: one.at_ms, ...(one.end_ms ? { end_ms: one.end_ms } : {}), note: "", proposed_by: one.tool }, one.label);
  }

  async dismiss(one) {
    const { kind, content, at_ms } = one;
    try {
      const answer = await post(this.player.getAttribute("dismiss-url"), { kind, content, at_ms, v: this.viewing }), text = await answer.text();
      if (!answer.ok) throw new Error(refusal(answer.status, text));
      this.changeCandidates(JSON.parse(text).candidates);
    } catch (problem) {
      toast(problem instanceof TypeError ? tell("network") : problem.message, "error");
    }
  }

  // The hint at the playhead: Y takes it, X puts it aside.
  decideHere(act) {
    const near = this.candidates.find((one) => Math.abs(one.at_ms - this.player.ms) < AT_HINT);
    if (near && this.address) this[act](near);
  }

  tell(name, detail) { this.player.dispatchEvent(new CustomEvent(name, { detail, bubbles: true })); }
}
