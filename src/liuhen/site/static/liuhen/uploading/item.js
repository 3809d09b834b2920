// One file on its way in. Tells "change" on itself whenever there is something new to show.
import { Digest } from "./digest.js";
import { Failure, Stopped } from "./failures.js";
import { register } from "./register.js";
import { giveUp, transfer } from "./transfer.js";
import { tell } from "./words.js";

const DIFFERS = 422, NO_ROOM = 507;

// absent: half sent in an earlier visit, its file not chosen yet. interrupted: waits and goes on by itself.
export const UNDER_WAY = new Set(["sending", "interrupted", "checking", "comparing"]);

export class Item extends EventTarget {
  constructor({ path, size, modified, file = null, url = null, offset = 0 }) {
    super();
    Object.assign(this, { path, size, modified, file, url, offset, moved: 0 });
    this.state = file ? "waiting" : "absent";
    this.words = "";
    this.answer = null;
  }

  get underWay() { return UNDER_WAY.has(this.state); }
  get settled() { return this.state === "done"; }
  get safe() { return this.settled && this.compared; }
  get compared() { return Boolean(this.own?.sha256); }
  get percent() { return this.size ? Math.floor((this.offset / this.size) * 100) : 100; }
  get endpoint() { return this.house.endpoint; }
  get registerUrl() { return this.house.registerUrl; }
  get tickets() { return this.house.tickets; }
  get signal() { return this.stopper.signal; }

  // Whether a chosen file is this one; its bytes are compared by digest in the end.
  is({ file, path }) {
    const sameName = this.path === path || (!this.file && this.path.split("/").pop() === file.name);
    return sameName && this.size === file.size && (!this.modified || this.modified === file.lastModified);
  }

  // The file of an upload that had lost it, or whose card was taken out and put back.
  bind(file) {
    this.file = file;
    this.dropDigest();
    this.own = null;
    this.set("waiting");
  }

  // Nothing is left of it here or there: it is read, hashed and sent again from the start.
  forget() {
    this.own = null;
    this.anew();
  }

  async begin(house) {
    this.house = house;
    this.stopper = new AbortController();
    this.set("sending");
    try {
      await this.bring();
    } catch (problem) {
      if (!(problem instanceof Stopped)) this.failed(problem);
    }
  }

  async bring() {
    if (!this.compared) this.digest ??= new Digest(this.file, (at) => this.hashed(at));
    const kept = this.url ? null : this.house.keptBefore(this);
    if (kept && (await this.isSame(kept))) return this.became(kept);
    const receipt = await transfer(this);
    this.offset = this.size;
    this.set("checking");
    await this.digested();
    this.became(await register(this, receipt, this.own.sha256 ?? ""));
  }

  became(answer) {
    this.offset = this.size;
    this.answer = answer;
    this.set("done");
  }

  // Whether the file is, to the byte, one that this batch took in before.
  async isSame(kept) {
    this.set("comparing");
    await this.digested();
    if (this.own.sha256 === kept.sha256) {
      kept.moved();
      return true;
    }
    this.offset = 0;
    this.set("sending");
    return false;
  }

  async digested() {
    if (this.digest) this.own = await this.digest.whole();
    this.dropDigest();
  }

  hashed(at) {
    if (this.state === "comparing") this.offset = at;
    this.dispatchEvent(new Event("change"));
  }

  failed(problem) {
    this.dropDigest();
    if (problem.status === DIFFERS) this.forget();
    this.failure = problem;
    this.set("failed", this.whyFailed(problem));
  }

  whyFailed(problem) {
    if (problem.status === DIFFERS) return tell("digest_differs");
    return problem instanceof Failure ? problem.message : tell("strange");
  }

  dropDigest() {
    this.digest?.close();
    this.digest = null;
  }

  pause() {
    this.stopper?.abort();
    this.set("paused");
  }

  async cancel() {
    this.stopper?.abort();
    this.dropDigest();
    const url = this.url;
    this.forget();
    this.set("cancelled");
    if (url) await giveUp({ url, tickets: this.tickets });
  }

  // A ticket says how much room there was when it was issued; who tries again after a refusal asks for a new one.
  again() {
    if (this.failure?.status === NO_ROOM) this.tickets.makeStale();
    this.set("waiting");
  }

  // What persist() and transfer() tell.
  anew() {
    this.url = null;
    this.offset = 0;
  }

  going() { if (this.state === "interrupted") this.set("sending"); }

  interrupted(words, failure) {
    this.failure = failure;
    this.set("interrupted", words);
  }

  sent(bytes) {
    if (this.reached !== undefined && bytes > this.reached) this.moved += bytes - this.reached;
    this.reached = bytes;
    this.offset = bytes;
    this.digest?.follow(bytes);
    this.dispatchEvent(new Event("change"));
  }

  set(state, words = "") {
    if (state !== "sending") this.reached = undefined;
    this.state = state;
    this.words = words;
    this.dispatchEvent(new Event("change"));
  }
}
