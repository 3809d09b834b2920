// Going on by itself: a request that failed for a passing reason is made again, after longer and longer waits.
import { Failure, Stopped, courseAfter, waitingWords } from "./failures.js";

const FIRST_WAIT = 1000, LONGEST_WAIT = 15000;

// Does `once` until it succeeds. `job`: signal, tickets, interrupted(words, failure), anew(), moved (a count that grows
// whenever bytes arrive, so that failures are counted from there). Throws Failure, or Stopped when the signal says so.
export async function persist(once, job) {
  let times = 0, moved = job.moved;
  for (;;) {
    if (job.signal.aborted) throw new Stopped();
    try {
      return await once();
    } catch (problem) {
      if (job.signal.aborted) throw new Stopped();
      if (!(problem instanceof Failure)) throw problem;
      times = job.moved > moved ? 1 : times + 1;
      moved = job.moved;
      await mend(problem, times, job);
    }
  }
}

async function mend(failure, times, job) {
  const course = courseAfter(failure, times);
  if (course === "stop") throw failure;
  job.interrupted(waitingWords(failure, times), failure);
  if (course === "anew") job.anew();
  if (course === "ticket") return job.tickets.makeStale();
  await waited(Math.min(FIRST_WAIT * 2 ** (times - 1), LONGEST_WAIT), job.signal);
}

// Resolves after so many milliseconds, or at once when the network comes back; throws Stopped when told to stop.
export function waited(milliseconds, signal) {
  return new Promise((done, stop) => {
    const over = new AbortController();
    const end = (then) => () => { over.abort(); clearTimeout(timer); then(); };
    const timer = setTimeout(end(done), milliseconds);
    window.addEventListener("online", end(done), { signal: over.signal });
    signal.addEventListener("abort", end(() => stop(new Stopped())), { signal: over.signal });
    if (signal.aborted) end(() => stop(new Stopped()))();
  });
}
