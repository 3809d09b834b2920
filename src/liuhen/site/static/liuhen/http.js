// Talking to the server: the form token of this page, and the words of an answer that is not what was hoped for.
import { say } from "./words.js";

export const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";

export function post(url, fields) {
  return fetch(url, {
    method: "POST",
    body: fields instanceof FormData ? fields : new URLSearchParams(fields),
    headers: { "X-CSRFToken": token(), "HX-Request": "true" },
    credentials: "same-origin",
  });
}

// A refusal in plain words: the server's own when it gave some, else the status.
export function refusal(status, text) {
  try {
    const told = JSON.parse(text);
    if (told.error || told.reason || told.detail) return told.error || told.reason || told.detail;
  } catch {
    if (text && text.length < 300 && !text.trimStart().startsWith("<")) return text;
  }
  return say("refused", { status });
}

export function element(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...inside);
  return made;
}

const SPRITE = new URL("../vendor/icons.svg", import.meta.url);
const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "lh-icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${SPRITE.pathname}#${name}`);
  drawing.append(use);
  return drawing;
}

export function runningTime(ms, { tenths = false } = {}) {
  const seconds = Math.floor(ms / 1000), hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60), rest = String(seconds % 60).padStart(2, "0");
  const part = tenths ? `.${Math.floor((ms % 1000) / 100)}` : "";
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}${part}` : `${minutes}:${rest}${part}`;
}
