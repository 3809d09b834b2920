// Reads a file piece by piece and hashes it, never further than it was told; answers {sha256} or {problem} once.
import "../../vendor/sha256.umd.min.js";

const STEP = 4 << 20;
let file, hasher, at = 0, limit = 0, running = false, answered = false;

self.onmessage = ({ data }) => {
  file ??= data.file;
  limit = Math.max(limit, data.upTo);
  if (!running && !answered) run().catch((problem) => answer({ problem: `${problem.name}: ${problem.message}` }));
};

async function run() {
  running = true;
  hasher ??= (await self.hashwasm.createSHA256()).init();
  while (at < limit) {
    const end = Math.min(at + STEP, limit);
    hasher.update(new Uint8Array(await file.slice(at, end).arrayBuffer()));
    at = end;
    self.postMessage({ at });
  }
  running = false;
  if (at === file.size) answer({ sha256: hasher.digest() });
}

function answer(what) {
  answered = true;
  self.postMessage(what);
}
