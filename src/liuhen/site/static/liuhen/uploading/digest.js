// The SHA-256 of a file, computed here while the file is on its way: a worker reads along with the sending, so that a
// slow card is read once and the second read comes from memory.
const AHEAD = 16 << 20, WORTH_SAYING = 4 << 20;

export class Digest {
  // `heard` is told, now and then, how many bytes have been hashed.
  constructor(file, heard) {
    this.size = file.size;
    this.allowed = 0;
    this.worker = new Worker(new URL("digest_worker.js", import.meta.url), { type: "module" });
    this.done = new Promise((done) => {
      this.worker.onmessage = ({ data }) => ("at" in data ? heard(data.at) : done(data));
      this.worker.onerror = (event) => { event.preventDefault(); done({ problem: event.message || "worker" }); };
    });
    this.worker.postMessage({ file, upTo: 0 });
  }

  // Let the worker read as far as the sending has come, and a little further.
  follow(sent) {
    const upTo = Math.min(sent + AHEAD, this.size);
    if (upTo < this.size && upTo - this.allowed < WORTH_SAYING) return;
    if (upTo === this.allowed) return;
    this.allowed = upTo;
    this.worker.postMessage({ upTo });
  }

  // {sha256} of the whole file, or {problem} when it could not be computed.
  whole() {
    this.follow(this.size);
    return this.done;
  }

  close() { this.worker.terminate(); }
}
