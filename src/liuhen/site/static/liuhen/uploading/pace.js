// How fast it goes, measured over the last seconds, and quantities in words.
import { tell } from "./words.js";

const WINDOW = 10000;

export function sizeWords(bytes) {
  for (const unit of ["B", "kB", "MB", "GB"]) {
    if (bytes < 1000) return `${unit === "B" ? bytes : bytes.toFixed(1)} ${unit}`;
    bytes /= 1000;
  }
  return `${bytes.toFixed(1)} TB`;
}

export function timeWords(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return tell("soon");
  if (minutes < 60) return tell("minutes", { minutes });
  return tell("hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

export class Pace {
  constructor() { this.marks = []; }

  // `moved` counts all bytes that have gone out since the page was opened.
  note(moved) {
    const now = performance.now();
    this.marks.push([now, moved]);
    while (this.marks.length > 2 && now - this.marks[0][0] > WINDOW) this.marks.shift();
  }

  // Bytes per second; 0 until there is something to tell it from.
  get speed() {
    const [first, last] = [this.marks[0], this.marks.at(-1)];
    return first && last[0] - first[0] > 500 ? ((last[1] - first[1]) * 1000) / (last[0] - first[0]) : 0;
  }

  words(left) {
    if (this.speed < 1) return "";
    return `${tell("speed", { speed: sizeWords(this.speed) })}，${tell("left", { time: timeWords(left / this.speed) })}`;
  }
}
