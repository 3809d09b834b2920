// What the device wrote beside the picture: whether its positions are believed, and its own text with the time; a click seeks.
import { element, runningTime } from "./http.js";
import { tell } from "./review_words.js";

export function fillDeviceWords(place, { positions, stated }, seek) {
  const said = positions.map((words) => element("p", { class: "lh-quiet mb-0" }, words));
  if (stated.length) said.push(listOf(stated, place.querySelector("details")?.open ?? false, seek));
  place.replaceChildren(...said);
}

function listOf(stated, open, seek) {
  const items = stated.map((one) => element("li", {},
    element("button", { type: "button", class: "btn btn-link btn-sm", onclick: () => seek(one.at_ms) }, `${runningTime(one.at_ms)} · ${one.text}`)));
  return element("details", { class: "lh-timeline-list", open },
    element("summary", {}, tell("device_words", { n: stated.length })), element("p", { class: "lh-quiet mb-0" }, tell("device_words_note")), element("ol", {}, ...items));
}
