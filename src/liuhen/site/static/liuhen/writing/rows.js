// Rows of tables and dialogues, added and removed without asking the server; by keyboard: Enter in the last cell of a
// list, Ctrl Enter in a dialogue, adds the next row. Without scripts the same buttons ask the server.
import { say } from "./words.js";

const PLACE = /999999/g;

function listOf(box) {
  return box.querySelector("[data-rows-list]");
}

function nextNumber(box) {
  const numbers = [...listOf(box).querySelectorAll("[name^='f.']")].map((one) => Number(one.name.split(".")[2]));
  return Math.max(-1, ...numbers) + 1;
}

function renamed(row, number) {
  for (const part of row.querySelectorAll("[name], [id], [for], [value]"))
    for (const name of ["name", "id", "for", "value"])
      if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(PLACE, number));
  return row;
}

function tell(box, key) {
  box.dispatchEvent(new CustomEvent("lh-rows", { bubbles: true, detail: say(key) }));
}

function add(box) {
  const row = renamed(box.querySelector("template").content.firstElementChild.cloneNode(true), nextNumber(box));
  listOf(box).append(row);
  row.querySelector("input, textarea").focus();
  tell(box, "row_added");
}

function drop(box, row) {
  const near = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  (near?.querySelector("input, textarea") ?? box.querySelector("[data-row-add]")).focus();
  tell(box, "row_dropped");
}

function pressed(event) {
  const box = event.target.closest("[data-rows]");
  if (!box) return;
  if (event.target.closest("[data-row-add]")) { event.preventDefault(); add(box); }
  const button = event.target.closest("[data-row-drop]");
  if (button) { event.preventDefault(); drop(box, button.closest("li")); }
}

function typed(event) {
  const box = event.target.closest("[data-rows]");
  if (event.key !== "Enter" || event.isComposing || !box || event.target.tagName === "BUTTON") return;
  const several = event.target.tagName === "TEXTAREA";
  if (several && !event.ctrlKey && !event.metaKey) return;
  event.preventDefault(); // Enter in a cell never sends the form
  const cells = [...listOf(box).querySelectorAll("input, textarea")];
  const next = cells[cells.indexOf(event.target) + 1];
  if (next) next.focus();
  else add(box);
}

export function liveRows(form) {
  form.addEventListener("click", pressed);
  form.addEventListener("keydown", typed);
}
