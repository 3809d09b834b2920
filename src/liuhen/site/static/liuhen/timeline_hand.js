// The hand on the time axis: wheel, mouse, one finger and two.
const ZOOM = 1.25;
const STILL = 4; // pixels a press may move and still be a click

export function grab(timeline, track, signal) {
  const fingers = new Map();
  let moved = 0, before = 0, mode = "";
  const x = (event) => event.clientX - track.getBoundingClientRect().left;
  const y = (event) => event.clientY - track.getBoundingClientRect().top;
  const rowAt = (event) => timeline.rows.find((row) => y(event) < row.top + row.height + 2)?.id;
  const apart = () => { const [one, other] = [...fingers.values()]; return Math.abs(one - other) || 1; };

  function begin(event) {
    if (event.button !== 0) return;
    track.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, x(event));
    before = fingers.size === 2 ? apart() : x(event);
    if (fingers.size === 2) return void (mode = "pinch");
    moved = 0;
    const row = rowAt(event);
    mode = row === "minimap" ? "window" : row === "axis" || timeline.span.whole ? "scrub" : "pan";
    timeline.held = true;
    if (mode === "window") moveWindow(event);
  }

  function moveWindow(event) {
    const middle = (x(event) / timeline.span.width) * timeline.span.duration;
    if (timeline.span.whole) timeline.seek(middle);
    else timeline.show(middle - timeline.span.length / 2, middle + timeline.span.length / 2);
  }

  function move(event) {
    if (!fingers.has(event.pointerId)) return;
    const by = x(event) - fingers.get(event.pointerId);
    moved += Math.abs(by);
    fingers.set(event.pointerId, x(event));
    if (mode === "pinch" && fingers.size === 2) {
      timeline.zoom(before / apart(), timeline.span.ms(x(event)));
      before = apart();
    } else if (mode === "window") moveWindow(event);
    else if (moved > STILL) mode === "pan" ? timeline.pan(-by) : timeline.seek(timeline.span.ms(x(event)));
  }

  function end(event) {
    if (!fingers.delete(event.pointerId)) return;
    if (moved <= STILL && (mode === "pan" || mode === "scrub") && event.type === "pointerup") timeline.seek(exact(event));
    if (!fingers.size) timeline.held = false;
  }

  // A click on a mark or a finding means its very beginning.
  function exact(event) {
    const ms = timeline.span.ms(x(event)), near = (timeline.span.length / timeline.span.width) * 7;
    const row = timeline.rows.find((one) => one.id === rowAt(event));
    const hit = row?.items?.find((item) => ["marks", "candidates"].includes(row.id) && Math.abs(item.from - ms) <= near);
    return hit ? hit.from : ms;
  }

  function wheel(event) {
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) timeline.pan(event.deltaX || event.deltaY);
    else timeline.zoom(event.deltaY > 0 ? ZOOM : 1 / ZOOM, timeline.span.ms(x(event)));
  }

  track.addEventListener("pointerdown", begin, { signal });
  track.addEventListener("pointermove", (event) => { move(event); timeline.hover.show(x(event), rowAt(event)); }, { signal });
  for (const name of ["pointerup", "pointercancel"]) track.addEventListener(name, end, { signal });
  track.addEventListener("pointerleave", () => timeline.hover.hide(), { signal });
  track.addEventListener("wheel", wheel, { signal, passive: false });
}
