// All files of a visit: which are on their way, what is chosen twice, what is to be brought next. Tells "change".
import { Item } from "./item.js";

const AT_ONCE = 3;

export class Batch extends EventTarget {
  // `house`: endpoint, registerUrl, tickets.
  constructor(house) {
    super();
    this.house = house;
    this.items = [];
    this.paused = false;
  }

  // An upload of an earlier visit that waits for its file: {path, size, modified, url, offset}.
  takeUnfinished(one) { this.take(new Item(one)); }

  // Takes chosen files in; gives the items that are new or go on, which are none for files listed already.
  add(found) {
    const fresh = found.map((one) => this.welcome(one)).filter(Boolean);
    this.next();
    return fresh;
  }

  welcome({ file, path }) {
    const known = this.items.find((item) => item.is({ file, path }));
    if (!known) return this.take(new Item({ path, size: file.size, modified: file.lastModified, file }));
    if (!["absent", "failed", "paused", "cancelled"].includes(known.state)) return null;
    known.bind(file);
    return known;
  }

  take(item) {
    this.items.push(item);
    item.house = this.house;
    item.addEventListener("change", () => this.changed(item));
    this.dispatchEvent(new CustomEvent("taken", { detail: item }));
    return item;
  }

  changed(item) {
    this.dispatchEvent(new CustomEvent("change", { detail: item }));
    if (!item.underWay) queueMicrotask(() => this.next());
  }

  next() {
    if (this.paused) return;
    const free = AT_ONCE - this.items.filter((item) => item.underWay).length;
    for (const item of this.items.filter(({ state }) => state === "waiting").slice(0, Math.max(free, 0))) item.begin(this.house);
  }

  pauseAll() {
    this.paused = true;
    for (const item of this.items) if (["sending", "interrupted"].includes(item.state)) item.pause();
    this.dispatchEvent(new CustomEvent("change"));
  }

  resumeAll() {
    this.paused = false;
    for (const item of this.items) if (item.state === "paused") item.again();
    this.next();
    this.dispatchEvent(new CustomEvent("change"));
  }

  count(...states) { return this.items.filter((item) => states.includes(item.state)).length; }

  // Whether something goes on by itself: leaving the page would stop it.
  get busy() { return this.items.some((item) => item.underWay) || (!this.paused && this.count("waiting") > 0); }

  // Files that are to be safe in the end: what the person has cancelled is counted as not safe.
  get unsafe() { return this.items.filter((item) => !item.safe); }

  get size() { return this.items.reduce((sum, item) => sum + item.size, 0); }
  get offset() { return this.items.reduce((sum, item) => sum + item.offset, 0); }
  get moved() { return this.items.reduce((sum, item) => sum + item.moved, 0); }
}
