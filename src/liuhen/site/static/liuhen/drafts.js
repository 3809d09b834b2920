// Keeps what is typed in <form data-draft="key"> until it is sent and accepted. Files and passwords are never kept.
import { say } from "./words.js";

const PREFIX = "lh-draft:";
const who = () => document.body.dataset.person ?? "";
const placeOf = (form) => `${PREFIX}${who()}:${form.dataset.draft}`;
const kept = (control) =>
  control.name && !["file", "password", "hidden", "submit", "button"].includes(control.type);

function contents(form) {
  return [...form.elements].filter(kept).map((control) => [
    control.name, control.value, ["checkbox", "radio"].includes(control.type) ? control.checked : null,
  ]);
}

function putBack(form, saved) {
  const waiting = [...saved];
  for (const control of [...form.elements].filter(kept)) {
    const ticked = ["checkbox", "radio"].includes(control.type);
    const at = waiting.findIndex(([name, value]) => name === control.name && (!ticked || value === control.value));
    if (at < 0) continue;
    const [[, value, checked]] = waiting.splice(at, 1);
    if (ticked) control.checked = checked;
    else control.value = value;
  }
}

function offerToDrop(form) {
  const note = document.createElement("p");
  note.className = "lh-draft-note";
  note.setAttribute("role", "status");
  const drop = Object.assign(document.createElement("button"), {
    type: "button", className: "btn btn-link btn-sm", textContent: say("draft_drop"),
  });
  drop.addEventListener("click", () => {
    localStorage.removeItem(placeOf(form));
    form.reset();
    note.remove();
  });
  note.append(`${say("draft_back")}。`, drop);
  form.prepend(note);
}

function keep(form) {
  const place = placeOf(form);
  const before = JSON.stringify(contents(form));
  const saved = localStorage.getItem(place);
  const refused = form.querySelector(".is-invalid, .lh-message-error");
  if (saved && saved !== before && !refused) {
    putBack(form, JSON.parse(saved));
    offerToDrop(form);
  }
  form.addEventListener("input", () => localStorage.setItem(place, JSON.stringify(contents(form))));
  form.addEventListener("submit", () => sessionStorage.setItem(PREFIX + "sent", JSON.stringify([place, location.href])));
}

// A draft is dropped only once the page that follows is not the same form again.
function dropSent(root) {
  const sent = sessionStorage.getItem(PREFIX + "sent");
  if (!sent) return;
  sessionStorage.removeItem(PREFIX + "sent");
  const [place] = JSON.parse(sent);
  const again = [...root.querySelectorAll("form[data-draft]")].some(
    (form) => placeOf(form) === place && form.querySelector(".is-invalid, .lh-message-error"));
  const lost = document.body.classList.contains("lh-failed");
  if (!again && !lost) localStorage.removeItem(place);
}

export function keepDrafts(root) {
  dropSent(root);
  root.querySelectorAll("form[data-draft]").forEach(keep);
}
