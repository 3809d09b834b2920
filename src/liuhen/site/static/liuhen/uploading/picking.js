// Choosing files: two buttons, and a place to drop them. Files that cards and computers keep for themselves are put aside.
import { element, icon } from "../http.js";
import { tell } from "./words.js";

const SYSTEM = /(^|\/)(\.|System Volume Information\/|\$RECYCLE\.BIN\/|Thumbs\.db$|desktop\.ini$|LOST\.DIR\/)/i;

export const isSystemFile = ({ path }) => SYSTEM.test(path);

// `chosen` is called with [{file, path}]; gives the drop zone and a function that opens the file picker.
export function pickers(chosen) {
  const folder = picker(chosen, { webkitdirectory: true }), files = picker(chosen, {});
  const whole = element("button", { type: "button", class: "btn btn-primary", onclick: () => folder.click() }, icon("folder"), tell("pick_folder"));
  whole.hidden = !("webkitdirectory" in folder);
  const some = element("button", { type: "button", class: "btn", onclick: () => files.click() }, icon("files"), tell("pick_files"));
  const zone = element("div", { class: "lh-drop" }, icon("cloud-upload"), element("p", { class: "lh-drop-words" }, tell("drop")),
    element("div", { class: "lh-row" }, whole, some), folder, files);
  takeDrops(zone, chosen);
  return { zone, open: () => files.click() };
}

function picker(chosen, more) {
  const input = element("input", { type: "file", multiple: true, hidden: true, tabindex: -1, "aria-hidden": "true", ...more });
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    chosen(files.map((file) => ({ file, path: file.webkitRelativePath || file.name })));
  });
  return input;
}

function takeDrops(zone, chosen) {
  // A file dropped beside the zone would replace the page, and end everything on its way.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
  const over = (on) => () => zone.classList.toggle("lh-drop-over", on);
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", async (event) => {
    over(false)();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    chosen((await Promise.all(entries.map(filesUnder))).flat());
  });
}

async function filesUnder(entry) {
  if (entry.isFile) return [{ file: await new Promise((done, fail) => entry.file(done, fail)), path: entry.fullPath.replace(/^\//, "") }];
  const reader = entry.createReader(), inside = [];
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) break;
    inside.push(...some);
  }
  return (await Promise.all(inside.map(filesUnder))).flat();
}
