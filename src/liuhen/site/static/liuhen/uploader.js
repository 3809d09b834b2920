// <lh-uploader>: brings files in one by one; each has its own progress, answer, digest and retry, so one failure stops nothing.
import { element, icon, post, refusal, token } from "./http.js";
import { say } from "./words.js";

const AT_ONCE = 2;

const sizeWords = (bytes) => {
  for (const unit of ["B", "kB", "MB", "GB"]) {
    if (bytes < 1000) return `${unit === "B" ? bytes : bytes.toFixed(1)} ${unit}`;
    bytes /= 1000;
  }
  return `${bytes.toFixed(1)} TB`;
};

class Uploader extends HTMLElement {
  connectedCallback() {
    if (this.list) return;
    this.items = [];
    this.build();
    this.onLeave = (event) => { if (this.busy) event.preventDefault(); };
    window.addEventListener("beforeunload", this.onLeave);
  }

  disconnectedCallback() { window.removeEventListener("beforeunload", this.onLeave); }

  get busy() { return this.items.some((item) => ["waiting", "sending", "checking"].includes(item.state)); }

  build() {
    this.folder = this.picker({ webkitdirectory: true });
    this.files = this.picker({});
    const zone = element("div", { class: "lh-drop" }, icon("cloud-upload"),
      element("p", { class: "lh-drop-words" }, say("drop")),
      element("div", { class: "lh-row" },
        element("button", { type: "button", class: "btn btn-primary", onclick: () => this.folder.click() }, icon("folder"), say("pick_folder")),
        element("button", { type: "button", class: "btn", onclick: () => this.files.click() }, icon("files"), say("pick_files"))),
      this.folder, this.files);
    this.total = element("p", { class: "lh-upload-total", role: "status", "aria-live": "polite" });
    this.bar = element("progress", { class: "lh-progress", max: 1, value: 0, hidden: true, "aria-label": say("total", { count: "", size: "", done: "" }) });
    this.list = element("ul", { class: "lh-uploads" });
    this.append(zone, this.total, this.bar, this.list);
    this.takeDrops(zone);
  }

  picker(more) {
    const input = element("input", { type: "file", multiple: true, hidden: true, tabindex: -1, "aria-hidden": "true", ...more });
    input.addEventListener("change", () => {
      this.add([...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
      input.value = "";
    });
    return input;
  }

  takeDrops(zone) {
    const over = (on) => (event) => { event.preventDefault(); zone.classList.toggle("lh-drop-over", on); };
    zone.addEventListener("dragover", over(true));
    zone.addEventListener("dragleave", over(false));
    zone.addEventListener("drop", async (event) => {
      over(false)(event);
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
      this.add((await Promise.all(entries.map(filesUnder))).flat());
    });
  }

  add(found) {
    const form = this.dataset.form && document.getElementById(this.dataset.form);
    if (form && !form.reportValidity()) return;
    const wanted = found.filter(({ file }) => !file.name.startsWith("."));
    if (!wanted.length) this.total.textContent = say("nothing");
    for (const { file, path } of wanted) this.items.push(this.row({ file, path, state: "waiting", sent: 0 }));
    this.summarise();
    this.next();
  }

  row(item) {
    item.words = element("span", { class: "lh-upload-state" }, say("waiting"));
    item.bar = element("progress", { class: "lh-progress", max: 1, value: 0, "aria-label": item.path });
    item.cancel = element("button", { type: "button", class: "btn btn-sm", onclick: () => this.stop(item) }, say("cancel"));
    item.retry = element("button", { type: "button", class: "btn btn-sm", hidden: true, onclick: () => this.again(item) }, icon("refresh"), say("retry"));
    item.digest = element("code", { class: "lh-upload-digest" });
    item.row = element("li", { class: "lh-upload" },
      element("div", { class: "lh-upload-name" }, element("b", {}, item.path), element("span", { class: "lh-quiet lh-num" }, sizeWords(item.file.size))),
      item.bar, element("div", { class: "lh-upload-answer" }, item.words, item.digest), element("div", { class: "lh-row" }, item.retry, item.cancel));
    this.list.append(item.row);
    return item;
  }

  next() {
    const running = this.items.filter((item) => ["sending", "checking"].includes(item.state)).length;
    for (const item of this.items.filter((item) => item.state === "waiting").slice(0, Math.max(AT_ONCE - running, 0))) this.bring(item);
  }

  async bring(item) {
    try {
      this.set(item, "sending", say("sending", { percent: 0 }));
      const stored = await this.send(item);
      this.set(item, "checking", say("checking"));
      item.digest.textContent = `SHA-256 ${stored.sha256.slice(0, 8)}…${stored.sha256.slice(-8)}`;
      item.digest.title = stored.sha256;
      this.answered(item, await this.register(item, stored.receipt));
    } catch (problem) {
      if (item.state !== "cancelled") this.set(item, "broken", say("broken", { why: problem.message }));
    }
    this.next();
  }

  send(item) {
    return new Promise((done, fail) => {
      const request = (item.request = new XMLHttpRequest());
      request.open("PUT", this.getAttribute("upload-url"));
      request.setRequestHeader("X-CSRFToken", token());
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.addEventListener("progress", (event) => this.progress(item, event.loaded));
      request.addEventListener("load", () => {
        if (request.status >= 300) return fail(new Error(refusal(request.status, request.responseText)));
        try { done(JSON.parse(request.responseText)); } catch { fail(new Error(say("too_strange"))); }
      });
      request.addEventListener("error", () => fail(new Error(say("network"))));
      request.addEventListener("abort", () => fail(new Error(say("cancelled"))));
      request.send(item.file);
    });
  }

  async register(item, receipt) {
    const form = this.dataset.form && document.getElementById(this.dataset.form);
    const fields = form ? Object.fromEntries(new FormData(form)) : {};
    Object.assign(fields, { receipt, name: item.file.name, path: item.path, last_modified: item.file.lastModified });
    delete fields.csrfmiddlewaretoken;
    let answer;
    try { answer = await post(this.getAttribute("register-url"), fields); } catch { throw new Error(say("network")); }
    const text = await answer.text();
    if (!answer.ok) throw new Error(refusal(answer.status, text));
    return JSON.parse(text);
  }

  answered(item, { outcome, reason, url }) {
    const words = reason && outcome === "rejected" ? `${say("rejected")}：${reason}` : say(outcome);
    this.set(item, outcome, words);
    if (url) item.words.append(" ", element("a", { href: url }, say("open_it")));
    this.dispatchEvent(new CustomEvent("lh-uploaded", { detail: { outcome, name: item.path, url }, bubbles: true }));
  }

  set(item, state, words) {
    item.state = state;
    item.row.dataset.state = state;
    item.words.textContent = words;
    item.bar.hidden = !["sending", "checking"].includes(state);
    item.retry.hidden = !["broken", "cancelled"].includes(state);
    item.cancel.hidden = !["waiting", "sending"].includes(state);
    if (["stored", "duplicate", "rejected"].includes(state)) item.sent = item.file.size;
    this.summarise();
  }

  progress(item, loaded) {
    item.sent = loaded;
    item.bar.value = item.file.size ? loaded / item.file.size : 1;
    item.words.textContent = say("sending", { percent: Math.floor(item.bar.value * 100) });
    this.summarise();
  }

  stop(item) {
    const running = item.state === "sending";
    this.set(item, "cancelled", say("cancelled"));
    if (running) item.request?.abort();
    else this.next();
  }

  again(item) {
    item.sent = 0;
    this.set(item, "waiting", say("waiting"));
    this.next();
  }

  summarise() {
    const size = this.items.reduce((sum, item) => sum + item.file.size, 0);
    const sent = this.items.reduce((sum, item) => sum + item.sent, 0);
    const count = (...states) => this.items.filter((item) => states.includes(item.state)).length;
    this.bar.hidden = !this.items.length;
    this.bar.value = size ? sent / size : 1;
    const done = count("stored", "duplicate", "rejected");
    this.total.textContent = this.busy
      ? say("total", { count: this.items.length, size: sizeWords(size), done })
      : say("all_done", { stored: count("stored"), duplicate: count("duplicate"), rejected: count("rejected"), broken: count("broken", "cancelled") });
    if (!this.busy) this.dispatchEvent(new CustomEvent("lh-uploads-done", { bubbles: true }));
  }
}

async function filesUnder(entry) {
  if (entry.isFile) return [{ file: await new Promise((done, fail) => entry.file(done, fail)), path: entry.fullPath.replace(/^\//, "") }];
  const reader = entry.createReader(), inside = [];
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) break;
    inside.push(...some);
  }
  return (await Promise.all(inside.map(filesUnder))).flat();
}

customElements.define("lh-uploader", Uploader);
