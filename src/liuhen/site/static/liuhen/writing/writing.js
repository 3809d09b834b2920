// The pages documents are written on: rows, saving by itself, text boxes that grow, the search among forms, signatures.
import "./signature.js";
import { liveRows } from "./rows.js";
import { savesItself } from "./saving.js";
import { say } from "./words.js";

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

function growing(root) {
  root.querySelectorAll("textarea[data-grow]").forEach(grow);
  root.addEventListener("input", (event) => { if (event.target.matches("textarea[data-grow]")) grow(event.target); });
}

function searching(box) {
  const rows = [...document.querySelectorAll("[data-form-words]")];
  const none = document.querySelector("[data-none-found]");
  box.addEventListener("input", () => {
    const words = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !words.every((word) => row.dataset.formWords.toLowerCase().includes(word));
    for (const group of document.querySelectorAll("[data-form-group]"))
      group.hidden = !group.querySelector("[data-form-words]:not([hidden])");
    none.textContent = rows.some((row) => !row.hidden) ? "" : say("nothing_found");
  });
}

const form = document.querySelector("form[data-writing]");
if (form) {
  liveRows(form);
  growing(form);
  savesItself(form);
}
const search = document.querySelector("[data-form-search]");
if (search) searching(search);
