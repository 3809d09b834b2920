// What is said of all files together: how far, how fast, how long still, by lanes, and in the end whether all is safe.
import { element, icon } from "../http.js";
import { shown } from "./names.js";
import { Pace, sizeWords } from "./pace.js";
import { laneOf } from "./row.js";
import { tell } from "./words.js";

const LANES = ["going", "trouble", "recording", "sidecar", "duplicate", "rejected"];
const NAMES_SHOWN = 3;

export class Overview {
  constructor(batch, choose) {
    this.batch = batch;
    this.pace = new Pace();
    this.lane = "";
    this.choose = choose;
    this.totals = element("p", { class: "lh-upload-total" });
    this.bar = element("progress", { class: "lh-progress", max: 1, value: 0, "aria-label": tell("whole") });
    this.pause = element("button", { type: "button", class: "btn btn-sm", onclick: () => batch.pauseAll() }, icon("player-pause"), tell("pause_all"));
    this.resume = element("button", { type: "button", class: "btn btn-sm", onclick: () => batch.resumeAll() }, icon("player-play"), tell("resume_all"));
    this.banner = element("p", { class: "lh-upload-banner", hidden: true }, icon("wifi-off"), tell("network_banner"));
    this.verdict = element("p", { class: "lh-upload-verdict", hidden: true });
    this.lanes = element("nav", { class: "lh-filters", "aria-label": tell("lanes") });
    this.element = element("div", { class: "lh-upload-overview", hidden: true }, this.banner, this.verdict,
      element("div", { class: "lh-upload-sum" }, this.totals, element("div", { class: "lh-row" }, this.pause, this.resume)), this.bar, this.lanes);
  }

  draw() {
    const { batch } = this;
    this.element.hidden = !batch.items.length;
    this.pace.note(batch.moved);
    this.write(this.totals, this.totalWords());
    this.bar.value = batch.size ? batch.offset / batch.size : 1;
    this.bar.hidden = !batch.busy && !batch.count("paused");
    this.pause.hidden = batch.paused || !batch.busy;
    this.resume.hidden = !batch.count("paused") && !(batch.paused && batch.count("waiting"));
    this.banner.hidden = navigator.onLine || !batch.busy;
    this.drawVerdict();
    this.drawLanes();
  }

  totalWords() {
    const { batch } = this, left = batch.size - batch.offset;
    const all = tell("totals", { count: batch.items.length, size: sizeWords(batch.size), done: batch.count("done") });
    const pace = batch.count("sending") ? this.pace.words(left) : "";
    return pace ? `${all} · ${pace}` : all;
  }

  // The one sentence: clear the card, or do not.
  drawVerdict() {
    const over = this.batch.items.length > 0 && !this.batch.busy;
    this.verdict.hidden = !over;
    if (!over) return;
    const safe = this.batch.unsafe.length === 0;
    if (this.verdict.dataset.words === this.sentence) return;
    this.verdict.dataset.words = this.sentence;
    this.verdict.className = `lh-upload-verdict lh-upload-${safe ? "safe" : "unsafe"}`;
    this.verdict.replaceChildren(icon(safe ? "circle-check" : "alert-triangle"), element("span", {}, this.sentence));
  }

  get sentence() {
    const { unsafe, items } = this.batch;
    if (unsafe.length) return tell("not_safe", { count: unsafe.length, names: someOf(unsafe.map((item) => shown(item.path))) });
    const rejected = items.filter((item) => laneOf(item) === "rejected").length;
    return tell("all_safe", { count: items.length }) + (rejected ? tell("rejected_kept", { count: rejected }) : "");
  }

  drawLanes() {
    const counts = Object.fromEntries(LANES.map((lane) => [lane, this.batch.items.filter((item) => laneOf(item) === lane).length]));
    const key = JSON.stringify([counts, this.lane]);
    if (key === this.drawn) return;
    this.drawn = key;
    const held = this.lanes.contains(document.activeElement) ? document.activeElement.dataset.lane : null;
    const shown = LANES.filter((lane) => counts[lane] || lane === this.lane);
    this.lanes.replaceChildren(this.laneButton("", tell("all"), this.batch.items.length), ...shown.map((lane) => this.laneButton(lane, tell(`lane_${lane}`), counts[lane])));
    if (held !== null) this.lanes.querySelector(`[data-lane="${held}"]`)?.focus();
  }

  laneButton(lane, name, count) {
    const here = lane === this.lane;
    return element("button", { type: "button", "data-lane": lane, "aria-pressed": String(here), onclick: () => { this.lane = lane; this.choose(lane); } }, name, " ", element("b", {}, String(count)));
  }

  write(where, text) { if (where.textContent !== text) where.textContent = text; }
}

function someOf(names) {
  const some = names.slice(0, NAMES_SHOWN).join("、");
  return names.length > NAMES_SHOWN ? tell("more_names", { names: some }) : some;
}
