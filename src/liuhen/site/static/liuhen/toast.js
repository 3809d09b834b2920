// Short notices in the corner, read out by screen readers; errors stay until they are closed.
import { say } from "./words.js";

const STAY = 5000;

export function toast(text, level = "info") {
  const place = document.getElementById("lh-toasts");
  if (!place) return;
  const note = document.createElement("div");
  note.className = `lh-toast lh-toast-${level}`;
  note.append(Object.assign(document.createElement("span"), { textContent: text }));
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  close.setAttribute("aria-label", say("close"));
  close.addEventListener("click", () => note.remove());
  note.append(close);
  place.append(note);
  if (level !== "error") setTimeout(() => note.remove(), STAY);
}
