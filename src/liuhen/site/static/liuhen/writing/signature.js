// <lh-signature>: a place to sign with finger, pen or mouse. Its strokes go with the form as a picture, in the file
// field beside it (`<input type="file" hidden>`), so that the form is sent as any other.
import { element, icon } from "../http.js";
import { say } from "./words.js";

const LEAST_STROKES = 2;
const LEAST_LENGTH = 90; // pixels of ink altogether: a name, not a dot
const INK = "#10233c";
const HEIGHT = 220;
const FINEST = 3; // dots per pixel at most

class Signature extends HTMLElement {
  strokes = [];

  connectedCallback() {
    this.canvas = element("canvas", { class: "lh-sign-canvas", role: "img", "aria-label": say("signature"), tabindex: "0" });
    this.count = element("span", { class: "lh-quiet", role: "status" }, say("sign_here"));
    this.append(this.canvas, element("div", { class: "lh-sign-tools" }, this.count,
      this.tool("arrow-back-up", "undo", () => this.strokes.pop()), this.tool("trash", "clear", () => { this.strokes = []; })));
    this.listen();
    this.watcher = new ResizeObserver(() => this.draw());
    this.watcher.observe(this.canvas);
  }

  disconnectedCallback() {
    this.watcher.disconnect();
  }

  tool(drawing, key, act) {
    const onclick = () => { act(); this.draw(); };
    return element("button", { type: "button", class: "btn btn-sm", onclick }, icon(drawing), say(key));
  }

  listen() {
    const on = (name, act) => this.canvas.addEventListener(name, (event) => { event.preventDefault(); act(event); });
    on("pointerdown", (event) => this.begin(event));
    on("pointermove", (event) => this.go(event));
    on("pointerup", () => { this.stroke = null; });
    on("pointercancel", () => { this.stroke = null; });
    this.canvas.addEventListener("keydown", (event) => {
      if (event.key === "Backspace") { event.preventDefault(); this.strokes.pop(); this.draw(); }
    });
    this.closest("form").addEventListener("submit", (event) => this.send(event));
  }

  begin(event) {
    if (this.stroke || event.button > 0) return; // a second finger, or the palm, does not write
    try { this.canvas.setPointerCapture(event.pointerId); } catch { /* the pointer is gone again */ }
    this.pointer = event.pointerId;
    this.stroke = [this.point(event)];
    this.strokes.push(this.stroke);
    this.draw();
  }

  go(event) {
    if (!this.stroke || event.pointerId !== this.pointer) return;
    const points = event.getCoalescedEvents?.() ?? [];
    for (const one of points.length ? points : [event]) this.stroke.push(this.point(one));
    this.draw();
  }

  // Points are kept as parts of the width, so that turning the telephone loses nothing.
  point(event) {
    const box = this.canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.width];
  }

  draw() {
    const scale = Math.min(FINEST, window.devicePixelRatio || 1), width = this.canvas.clientWidth;
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(HEIGHT * scale);
    this.ink(this.canvas.getContext("2d"), this.canvas.width, 2.6 * scale);
    this.count.textContent = this.strokes.length ? say("strokes", { n: this.strokes.length }) : say("sign_here");
  }

  ink(pen, width, thick) {
    Object.assign(pen, { lineWidth: thick, lineCap: "round", lineJoin: "round", strokeStyle: INK });
    for (const stroke of this.strokes) {
      pen.beginPath();
      stroke.forEach(([x, y], at) => (at ? pen.lineTo(x * width, y * width) : pen.moveTo(x * width, y * width)));
      if (stroke.length === 1) pen.lineTo(stroke[0][0] * width + 0.1, stroke[0][1] * width);
      pen.stroke();
    }
  }

  enough() {
    const step = ([ax, ay], [bx, by]) => Math.hypot(bx - ax, by - ay);
    const length = this.strokes.reduce((sum, stroke) =>
      sum + stroke.slice(1).reduce((part, point, at) => part + step(stroke[at], point), 0), 0);
    const width = this.canvas.clientWidth;
    return this.strokes.length >= LEAST_STROKES && length * width >= LEAST_LENGTH || length * width >= 4 * LEAST_LENGTH;
  }

  // Only what was written, with a little margin: so it is printed as large as it was meant.
  cropped() {
    const all = this.strokes.flat(), width = this.canvas.width, margin = 12 * FINEST;
    const range = (at) => [Math.min(...all.map((point) => point[at])), Math.max(...all.map((point) => point[at]))];
    const [left, right] = range(0), [top, bottom] = range(1);
    const picture = element("canvas", { width: Math.ceil((right - left) * width) + 2 * margin,
      height: Math.ceil((bottom - top) * width) + 2 * margin });
    const pen = picture.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, picture.width, picture.height);
    pen.translate(margin - left * width, margin - top * width);
    this.ink(pen, width, 2.6 * width / this.canvas.clientWidth);
    return picture;
  }

  // The form waits until the picture is in its file field, then goes on as if nothing had happened.
  send(event) {
    const form = event.target;
    if (this.sent) return;
    event.preventDefault();
    const fault = this.querySelector(".lh-error");
    fault?.remove();
    if (!this.enough()) {
      this.append(element("p", { class: "lh-error", role: "alert" }, say("too_little")));
      this.canvas.focus();
      return;
    }
    this.cropped().toBlob((picture) => {
      const bag = new DataTransfer();
      bag.items.add(new File([picture], "signature.png", { type: "image/png" }));
      form.querySelector("input[type=file]").files = bag.files;
      this.sent = true;
      form.requestSubmit(event.submitter);
    }, "image/png");
  }
}

customElements.define("lh-signature", Signature);
