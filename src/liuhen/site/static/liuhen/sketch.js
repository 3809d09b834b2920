// The way the camera went, drawn from its positions: north up, a scale, where it is now. Not a map, nothing is fetched.
import { element, runningTime } from "./http.js";
import { tell } from "./review_words.js";

const WIDE = 560, TALL = 220, EDGE = 22;
const EARTH = 6371000;
const SCALES = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000];

function node(tag, attributes, ...inside) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

// Metres east and north of the first point: true enough for a day's way.
function metres(points) {
  const [, lat0, lon0] = points[0], rad = Math.PI / 180;
  return points.map(([at, lat, lon]) => ({ at, x: (lon - lon0) * rad * EARTH * Math.cos(lat0 * rad), y: (lat - lat0) * rad * EARTH }));
}

const distance = (words) => tell(words < 1000 ? "metres" : "kilometres", { n: words < 1000 ? Math.round(words) : (words / 1000).toFixed(1) });

export function makeSketch(place, points, seek) {
  const way = metres(points), xs = way.map((one) => one.x), ys = way.map((one) => one.y);
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const perPixel = Math.max((right - left) / (WIDE - 2 * EDGE), (high - low) / (TALL - 2 * EDGE), 0.05);
  const at = ({ x, y }) => [WIDE / 2 + (x - (left + right) / 2) / perPixel, TALL / 2 - (y - (low + high) / 2) / perPixel];
  const line = way.map((one) => at(one).map((part) => part.toFixed(1)).join(",")).join(" ");
  const length = way.slice(1).reduce((sum, one, before) => sum + Math.hypot(one.x - way[before].x, one.y - way[before].y), 0);
  const scale = SCALES.findLast((metre) => metre / perPixel < WIDE / 3) ?? SCALES[0], [x0, y0] = at(way[0]), [x1, y1] = at(way.at(-1));
  const here = node("circle", { r: 6, class: "lh-sketch-here", cx: x0, cy: y0 });
  const drawing = node("svg", { class: "lh-sketch", viewBox: `0 0 ${WIDE} ${TALL}`, role: "img", "aria-label": tell("sketch") },
    node("polyline", { points: line, class: "lh-sketch-way" }),
    node("text", { x: x0 + 8, y: y0 - 6 }, tell("start")), node("text", { x: x1 + 8, y: y1 + 14 }, tell("end")),
    node("path", { d: `M${WIDE - 20} 30V10l-4 7m4 -7l4 7`, class: "lh-sketch-line" }), node("text", { x: WIDE - 26, y: 44 }, tell("north")),
    node("path", { d: `M12 ${TALL - 14}v5h${(scale / perPixel).toFixed(1)}v-5`, class: "lh-sketch-line" }), node("text", { x: 16, y: TALL - 16 }, distance(scale)), here);
  const nearest = (ms) => way.reduce((best, one) => (Math.abs(one.at - ms) < Math.abs(best.at - ms) ? one : best));
  drawing.addEventListener("click", (event) => {
    const box = drawing.getBoundingClientRect(), px = ((event.clientX - box.left) / box.width) * WIDE, py = ((event.clientY - box.top) / box.height) * TALL;
    const apart = (one) => { const [x, y] = at(one); return Math.hypot(x - px, y - py); };
    seek(way.reduce((best, one) => (apart(one) < apart(best) ? one : best)).at);
  });
  const said = element("span", { class: "lh-num" });
  place.replaceChildren(element("h3", { class: "lh-sketch-title" }, tell("sketch"), " ", said), drawing, element("p", { class: "lh-quiet mb-0" }, tell("sketch_note", { length: distance(length) })));
  return {
    moveTo(ms) {
      const one = nearest(ms), [cx, cy] = at(one), speed = points[way.indexOf(one)][3];
      here.setAttribute("cx", cx);
      here.setAttribute("cy", cy);
      said.textContent = speed == null ? runningTime(ms) : tell("kmh", { n: Math.round(speed) });
    },
  };
}
