// What was watched, told to the server: once a minute at most, and once on leaving. Stretches are [from, to, speed in hundredths].
import { post, token } from "./http.js";
import { toast } from "./toast.js";
import { tell } from "./review_words.js";

const EVERY = 60000;
const JOINS = 2500; // ms between two reports of the position that are still one stretch, at normal speed

export class Watching {
  constructor(media, address, viewing, rate = () => media.playbackRate) {
    Object.assign(this, { media, address, viewing, rate, waiting: [], seen: [] });
    this.listeners = { timeupdate: () => this.note(), seeking: () => this.breakOff(), play: () => this.note(), pause: () => this.note(), ended: () => this.note() };
    for (const [name, act] of Object.entries(this.listeners)) media.addEventListener(name, act);
    this.timer = setInterval(() => this.send(), EVERY);
    this.onLeave = () => this.leave();
    addEventListener("pagehide", this.onLeave);
  }

  note() {
    if (this.media.seeking) return;
    const at = Math.round(this.media.currentTime * 1000), speed = Math.round(this.rate() * 100);
    const last = this.open, goesOn = last && at >= last[1] && at - last[1] <= JOINS * Math.max(this.rate(), 1);
    if (goesOn) last[1] = at;
    if (!this.media.paused && !(goesOn && last[2] === speed)) this.begin(at, speed);
    if (this.media.paused) this.open = undefined;
  }

  begin(at, speed) {
    this.open = [at, at, speed];
    this.waiting.push(this.open);
    this.seen.push(this.open);
  }

  breakOff() { this.open = undefined; }

  take() {
    const told = this.waiting.filter(([from, to]) => to > from).map((one) => [...one]);
    const here = this.open;
    this.waiting = [];
    if (here) this.begin(here[1], here[2]);
    return told;
  }

  fields(ranges, leaving) {
    return { v: this.viewing, ranges: JSON.stringify(ranges), ...(leaving ? { leaving: "1" } : {}) };
  }

  async send() {
    const ranges = this.take();
    if (!ranges.length) return;
    try {
      const answer = await post(this.address, this.fields(ranges, false));
      if (answer.status === 409) return this.over();
      if (!answer.ok) this.waiting.unshift(...ranges);
    } catch {
      this.waiting.unshift(...ranges);
    }
  }

  over() {
    clearInterval(this.timer);
    toast(tell("viewing_over"), "error");
  }

  leave() {
    clearInterval(this.timer);
    removeEventListener("pagehide", this.onLeave);
    for (const [name, act] of Object.entries(this.listeners)) this.media.removeEventListener(name, act);
    this.note();
    const ranges = this.waiting.filter(([from, to]) => to > from);
    this.waiting = [];
    if (ranges.length) fetch(this.address, { method: "POST", keepalive: true, credentials: "same-origin", headers: { "X-CSRFToken": token() }, body: new URLSearchParams(this.fields(ranges, true)) });
  }
}
