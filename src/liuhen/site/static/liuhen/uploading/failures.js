// What went wrong with a request, and what is to be done about it: wait and go on, a fresh ticket, from the start, or stop.
import { refusal } from "../http.js";
import { tell } from "./words.js";

export const NETWORK = 0, FILE = -1, SIGNED_OUT = 401;

// The person paused or cancelled: nothing failed.
export class Stopped extends Error {}

// `status` is the answer's, or NETWORK without one, FILE when the file itself can't be read.
export class Failure extends Error {
  constructor(status, told = "") {
    super(told || (status === FILE ? tell("file_gone") : tell("refused", { status })));
    this.status = status;
  }
}

export const failureOf = (status, text) => new Failure(status, text ? refusal(status, text) : "");

// By status: what to do, and how often in a row before it counts as failed. What is not listed stops at once.
const COURSES = {
  [NETWORK]: ["wait", Infinity],
  [SIGNED_OUT]: ["wait", Infinity],
  403: ["ticket", 2],
  404: ["anew", 1],
  409: ["wait", 5],
  410: ["anew", 1],
  423: ["wait", 60],
  429: ["wait", Infinity],
  460: ["anew", 1],
  500: ["wait", 5],
  502: ["wait", Infinity],
  503: ["wait", Infinity],
  504: ["wait", Infinity],
};

export function courseAfter(failure, times) {
  const [course, most] = COURSES[failure.status] ?? ["stop", 0];
  return times <= most ? course : "stop";
}

export function waitingWords(failure, times) {
  if (failure.status === SIGNED_OUT) return tell("signed_out");
  if (failure.status === 403) return tell("stale");
  if (failure.status === 423 || failure.status === 409) return tell("busy");
  if (failure.status === 460) return tell("damaged");
  if (failure.status === 404 || failure.status === 410) return tell("anew");
  return navigator.onLine ? tell("no_answer", { time: times }) : tell("no_network");
}
