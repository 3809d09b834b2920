// Sending one file by tus 1.0. Every attempt asks the server how far it got and goes on from that byte.
import "../../vendor/tus.min.js";
import { FILE, Failure, NETWORK, Stopped, failureOf } from "./failures.js";
import { persist } from "./patience.js";

const { Upload } = globalThis.tus;
const CHUNK = 128 << 20; // behind a proxy that keeps a request back until it is whole, no more than this is sent twice
const ALONG_WITH_CREATION = 4 << 20;
const SILENCE = 60000;

// `job`: file, path, url (null at first; set as soon as the server has named one), endpoint, tickets, signal,
// sent(bytes), interrupted(words), going(). Gives the receipt of the whole file.
export async function transfer(job) {
  const receipt = await persist(() => attempt(job), job);
  return receipt || persist(() => attempt(job), job); // an empty file is whole when created: its receipt is asked for
}

function attempt(job) {
  return new Promise((done, fail) => {
    const over = new AbortController();
    const end = (then) => (value) => { over.abort(); clearInterval(watch); then(value); };
    const give = end(done), stop = end(fail);
    const upload = new Upload(job.file, {
      ...course(job),
      onProgress: (sent) => { heard = Date.now(); job.going(); job.sent(sent); },
      onUploadUrlAvailable: () => { job.url = upload.url; },
      onSuccess: ({ lastResponse }) => give(lastResponse.getHeader("Liuhen-Receipt") ?? ""),
      onError: (problem) => explained(problem, job.file).then(stop),
    });
    let heard = Date.now();
    const watch = setInterval(() => {
      if (Date.now() - heard < SILENCE) return;
      upload.abort();
      stop(new Failure(NETWORK));
    }, 5000);
    job.signal.addEventListener("abort", () => { upload.abort(); stop(new Stopped()); }, { signal: over.signal });
    upload.start();
  });
}

// The client is never told where to create when there is something to go on with: it would begin anew on any refusal.
function course(job) {
  return {
    endpoint: job.url ? null : job.endpoint,
    uploadUrl: job.url,
    metadata: { filename: job.path, lastModified: String(job.file.lastModified) },
    chunkSize: CHUNK,
    uploadDataDuringCreation: job.file.size > 0 && job.file.size <= ALONG_WITH_CREATION,
    retryDelays: null,
    storeFingerprintForResuming: false,
    onBeforeRequest: async (request) => request.setHeader("Liuhen-Ticket", await job.tickets.current()),
  };
}

async function explained(problem, file) {
  if (problem.causingError instanceof Failure) return problem.causingError;
  const response = problem.originalResponse;
  if (response) return failureOf(response.getStatus(), response.getBody());
  return new Failure((await readable(file)) ? NETWORK : FILE);
}

async function readable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

// Removes what the server has of an upload nobody wants any more. The connection that was cut may hold it for a moment;
// what can't be removed at all runs out there by itself.
export async function giveUp({ url, tickets }) {
  try {
    await Upload.terminate(url, { headers: { "Liuhen-Ticket": await tickets.current() }, retryDelays: [500, 1000, 2000, 4000] });
  } catch { /* see above */ }
}
