// Asking the server to take a whole file in: it answers what the file became.
import { token } from "../http.js";
import { Failure, NETWORK, SIGNED_OUT, failureOf } from "./failures.js";
import { persist } from "./patience.js";

const LONGEST = 180000; // a long film is looked at before the answer

// `job` as for transfer, and registerUrl; gives the answer's JSON. `own` is the digest computed here, if any.
export function register(job, receipt, own) {
  const fields = { receipt, name: job.file.name, path: job.path, last_modified: job.file.lastModified, sha256: own };
  return persist(() => ask(job, fields), job);
}

async function ask(job, fields) {
  await job.tickets.current();
  const answer = await posted(job, fields);
  if (answer.type === "opaqueredirect") {
    job.tickets.makeStale();
    throw new Failure(SIGNED_OUT);
  }
  const text = await answer.text();
  // 409: the receipt is not accepted, which no waiting changes.
  if (!answer.ok) throw failureOf(answer.status === 409 ? 400 : answer.status, text);
  return JSON.parse(text);
}

async function posted(job, fields) {
  try {
    return await fetch(job.registerUrl, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": token(), "HX-Request": "true" },
      redirect: "manual",
      signal: AbortSignal.timeout(LONGEST),
    });
  } catch {
    throw new Failure(NETWORK);
  }
}
