// <lh-uploader>: brings files in, each on its own, so that one failure stops nothing; what is interrupted goes on.
//   endpoint, ticket, ticket-url, register-url, over-url: addresses and the first ticket
//   data-unfinished: id of a JSON script with uploads of this intake that were left half sent
//   data-kept: id of the list of files this intake took in before
// Fires lh-uploaded {lane, name, url} for each file, and lh-uploads-done {safe} when nothing is under way any more.
import { element, icon, post } from "./http.js";
import { Batch } from "./uploading/batch.js";
import { Herald } from "./uploading/herald.js";
import { keptIn } from "./uploading/kept.js";
import { Overview } from "./uploading/overview.js";
import { shown } from "./uploading/names.js";
import { isSystemFile, pickers } from "./uploading/picking.js";
import { Row, laneOf } from "./uploading/row.js";
import { Tickets } from "./uploading/tickets.js";
import { keepAwake } from "./uploading/wakefulness.js";
import { tell } from "./uploading/words.js";

const REDRAW = 200;

class Uploader extends HTMLElement {
  connectedCallback() {
    if (this.batch) return;
    this.rows = new Map();
    this.herald = new Herald();
    this.batch = new Batch(this.house());
    this.batch.addEventListener("taken", ({ detail }) => this.draws(detail));
    this.batch.addEventListener("change", ({ detail }) => this.changed(detail));
    this.build();
    for (const one of this.unfinished()) this.batch.takeUnfinished(one);
    this.watch();
  }

  house() {
    const given = (name) => this.getAttribute(name);
    return {
      endpoint: given("endpoint"),
      registerUrl: given("register-url"),
      tickets: new Tickets(given("ticket"), given("ticket-url")),
      keptBefore: keptIn(document.getElementById(given("data-kept"))),
    };
  }

  unfinished() {
    const script = document.getElementById(this.dataset.unfinished ?? "");
    return script ? JSON.parse(script.textContent) : [];
  }

  build() {
    const { zone, open } = pickers((found) => this.chosen(found));
    this.overview = new Overview(this.batch, (lane) => this.show(lane));
    this.list = element("ul", { class: "lh-uploads", "aria-label": tell("files") });
    this.aside = element("details", { class: "lh-upload-aside", hidden: true });
    this.note = element("p", { class: "lh-quiet lh-upload-note", role: "status", hidden: true });
    this.does = { choose: open, pause: (item) => item.pause(), resume: (item) => this.resume(item), retry: (item) => this.resume(item),
      cancel: (item) => item.cancel(), drop_it: (item) => item.cancel() };
    this.append(zone, this.note, this.overview.element, this.list, this.aside, this.herald.element);
  }

  watch() {
    const told = new AbortController();
    this.leaving = told;
    window.addEventListener("beforeunload", (event) => { if (this.batch.busy) event.preventDefault(); }, { signal: told.signal });
    window.addEventListener("offline", () => this.networkTurned(false), { signal: told.signal });
    window.addEventListener("online", () => this.networkTurned(true), { signal: told.signal });
  }

  disconnectedCallback() { this.leaving?.abort(); }

  networkTurned(on) {
    if (this.batch.busy) this.herald.say(on ? tell("back") : tell("network_banner"));
    this.redraw();
  }

  chosen(found) {
    const [system, wanted] = [found.filter(isSystemFile), found.filter((one) => !isSystemFile(one))];
    if (system.length) this.putAside(system);
    const fresh = this.batch.add(wanted);
    const words = !wanted.length ? tell("nothing") : fresh.length ? "" : tell("known");
    this.note.hidden = !words;
    this.note.textContent = words;
    if (fresh.length) this.herald.say(tell("begun", { count: fresh.length }));
    this.redraw();
  }

  // Left out, named, and brought after all if the person says so.
  putAside(system) {
    const names = element("ul", {}, ...system.map(({ path }) => element("li", {}, element("bdi", {}, shown(path)))));
    const bring = element("button", { type: "button", class: "btn btn-sm", onclick: () => { this.aside.hidden = true; this.batch.add(system); } }, tell("aside_bring"));
    this.aside.replaceChildren(element("summary", {}, icon("circle-minus"), tell("aside", { count: system.length })), names, bring);
    this.aside.hidden = false;
  }

  draws(item) {
    const row = new Row(item, this.does);
    this.rows.set(item, row);
    this.list.append(row.element);
    this.redraw();
  }

  resume(item) {
    this.batch.paused = false;
    item.again();
  }

  changed(item) {
    if (item) this.turned(item);
    this.redraw();
  }

  // Once for each state an item comes into.
  turned(item) {
    const row = this.rows.get(item);
    if (row.turned === item.state) return;
    row.turned = item.state;
    if (item.state === "failed") this.herald.say(tell("announce_failed", { name: shown(item.path), why: item.words }));
    if (item.settled) this.dispatchEvent(new CustomEvent("lh-uploaded", { detail: { lane: laneOf(item), name: item.path, url: item.answer.url }, bubbles: true }));
  }

  // Figures change many times a second; they are drawn a few times a second, in a hidden page too.
  redraw() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.drawAll();
    }, REDRAW);
  }

  drawAll() {
    for (const row of this.rows.values()) row.draw();
    this.overview.draw();
    this.show(this.overview.lane);
    keepAwake(this.batch.busy);
    if (this.batch.busy === this.wasBusy) return;
    this.wasBusy = this.batch.busy;
    if (!this.batch.busy && this.batch.items.length) this.over();
  }

  over() {
    const safe = !this.batch.unsafe.length;
    this.herald.say(this.overview.sentence);
    this.dispatchEvent(new CustomEvent("lh-uploads-done", { detail: { safe }, bubbles: true }));
    if (safe) this.settle();
  }

  // All of it together tells more than each file alone: which film a sidecar belongs to. A job says so too, later.
  async settle() {
    const answer = await post(this.getAttribute("over-url"), {}).catch(() => null);
    if (!answer?.ok) return;
    const { files } = await answer.json();
    for (const [item, row] of this.rows) if (item.answer?.sha256 in files && item.answer.lane !== "duplicate") row.tell(files[item.answer.sha256]);
  }

  show(lane) {
    for (const [item, row] of this.rows) row.element.hidden = lane !== "" && laneOf(item) !== lane;
    this.overview.drawLanes();
  }
}

customElements.define("lh-uploader", Uploader);
