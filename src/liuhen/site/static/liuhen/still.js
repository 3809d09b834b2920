// A photo that can be looked at closely: the wheel, the buttons and two fingers enlarge it, dragging moves it.
import { element, icon } from "./http.js";
import { tell } from "./review_words.js";

const MOST = 12;
const STEP = 1.4;

export function makeStill(source, name, failed) {
  const picture = element("img", { src: source, alt: name, draggable: "false", onerror: failed });
  const box = element("div", { class: "lh-still", tabindex: 0, role: "group", "aria-label": name }, picture);
  const view = { zoom: 1, x: 0, y: 0 };

  function show() {
    const reach = (view.zoom - 1) / 2;
    view.x = Math.min(Math.max(view.x, -reach * box.clientWidth), reach * box.clientWidth);
    view.y = Math.min(Math.max(view.y, -reach * box.clientHeight), reach * box.clientHeight);
    picture.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`;
    box.classList.toggle("lh-still-near", view.zoom > 1);
  }

  function zoom(by, x = 0, y = 0) {
    const next = Math.min(Math.max(view.zoom * by, 1), MOST), ratio = next / view.zoom;
    view.x = x - (x - view.x) * ratio;
    view.y = y - (y - view.y) * ratio;
    view.zoom = next;
    show();
  }

  const whole = () => { Object.assign(view, { zoom: 1, x: 0, y: 0 }); show(); };
  const fromMiddle = (event) => {
    const place = box.getBoundingClientRect();
    return [event.clientX - place.left - place.width / 2, event.clientY - place.top - place.height / 2];
  };
  box.addEventListener("wheel", (event) => { event.preventDefault(); zoom(event.deltaY > 0 ? 1 / STEP : STEP, ...fromMiddle(event)); }, { passive: false });
  box.addEventListener("dblclick", (event) => (view.zoom > 1 ? whole() : zoom(3, ...fromMiddle(event))));
  box.addEventListener("keydown", (event) => {
    const act = { "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP), ArrowLeft: () => { view.x += 60; show(); }, ArrowRight: () => { view.x -= 60; show(); }, ArrowUp: () => { view.y += 60; show(); }, ArrowDown: () => { view.y -= 60; show(); }, Home: whole }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  followFingers(box, zoom, (dx, dy) => { view.x += dx; view.y += dy; show(); }, fromMiddle);
  box.append(element("div", { class: "lh-still-buttons" }, button("plus", tell("larger"), () => zoom(STEP)), button("minus", tell("smaller"), () => zoom(1 / STEP)), button("refresh", tell("whole"), whole)));
  return box;
}

function button(name, label, act) {
  return element("button", { type: "button", class: "lh-player-button", title: label, "aria-label": label, onclick: act }, icon(name));
}

function followFingers(box, zoom, move, fromMiddle) {
  const fingers = new Map();
  const apart = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY); };
  box.addEventListener("pointerdown", (event) => {
    if (event.target.closest("button")) return;
    box.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
  });
  box.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    if (fingers.size === 1) move(event.clientX - before.clientX, event.clientY - before.clientY);
    const was = fingers.size === 2 ? apart() : 0;
    fingers.set(event.pointerId, event);
    if (was) zoom(apart() / was, ...fromMiddle(event));
  });
  for (const name of ["pointerup", "pointercancel"]) box.addEventListener(name, (event) => fingers.delete(event.pointerId));
}
