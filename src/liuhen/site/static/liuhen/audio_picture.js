// Sound alone: its waveform is the picture; a click goes there.
import { element } from "./http.js";
import { drawWave } from "./lanes.js";
import { Span } from "./span.js";

const DONE = "#ffd27a", TO_COME = "#7f9cc4";

export function showSound(player, timeline) {
  const { wave } = timeline.content;
  if (!wave || player.cell.querySelector(".lh-sound")) return;
  const canvas = element("canvas", { class: "lh-sound", "aria-hidden": "true" });
  const content = { wave, waveform: timeline.content.waveform }, span = new Span(timeline.content.duration);

  function draw() {
    const { clientWidth: width, clientHeight: height } = canvas, context = canvas.getContext("2d");
    if (!width) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    span.width = width;
    context.clearRect(0, 0, width, height);
    const row = { height }, x = span.x(player.ms);
    drawWave({ context, span, top: 0 }, row, content, TO_COME);
    context.save();
    context.beginPath();
    context.rect(0, 0, x, height);
    context.clip();
    drawWave({ context, span, top: 0 }, row, content, DONE);
    context.restore();
    context.fillStyle = "#fff";
    context.fillRect(x - 1, 0, 2, height);
  }

  canvas.addEventListener("click", (event) => {
    event.stopPropagation();
    player.seek(span.ms(event.offsetX));
  });
  player.addEventListener("lh-time", draw);
  new ResizeObserver(draw).observe(canvas);
  player.cell.prepend(canvas);
}
