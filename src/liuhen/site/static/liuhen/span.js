// Which part of a recording the time axis shows, and where a moment lies on it. Milliseconds and pixels; no drawing.
const CLOSEST = 2000;
const TICKS = [100, 200, 500, 1000, 2000, 5000, 10000, 30000, 60000, 120000, 300000, 600000, 1800000, 3600000, 7200000, 14400000];
const TICK_WIDTH = 84;

export class Span {
  constructor(duration) {
    this.duration = Math.max(duration, 1);
    this.width = 1;
    this.show(0, this.duration);
  }

  get length() { return this.to - this.from; }
  get whole() { return this.length >= this.duration; }

  x(ms) { return ((ms - this.from) / this.length) * this.width; }
  ms(x) { return this.from + (Math.min(Math.max(x, 0), this.width) / this.width) * this.length; }
  touches(from, to) { return to >= this.from && from <= this.to; }

  show(from, to) {
    const length = Math.min(Math.max(to - from, Math.min(CLOSEST, this.duration)), this.duration);
    this.from = Math.min(Math.max(from, 0), this.duration - length);
    this.to = this.from + length;
  }

  // Makes the shown part `by` times as long; the moment `around` stays where it is on the screen.
  zoom(by, around) {
    const length = Math.min(Math.max(this.length * by, CLOSEST), this.duration), part = (around - this.from) / this.length;
    this.show(around - part * length, around + (1 - part) * length);
  }

  pan(pixels) {
    const ms = (pixels / this.width) * this.length;
    this.show(this.from + ms, this.to + ms);
  }

  // Turns the page when the playhead leaves it; true when something moved.
  follow(ms) {
    if (ms >= this.from && ms <= this.to) return false;
    const from = ms > this.to && ms < this.to + this.length ? this.to : ms - this.length / 10;
    this.show(from, from + this.length);
    return true;
  }

  ticks() {
    const every = TICKS.find((tick) => (tick / this.length) * this.width >= TICK_WIDTH) ?? TICKS.at(-1);
    const found = [];
    for (let at = Math.ceil(this.from / every) * every; at <= this.to; at += every) found.push(at);
    return found;
  }
}
