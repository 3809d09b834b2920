// What every page needs: Ctrl K, the server's clock, due times that keep running, copying, toasts, drafts, lights.
import { say } from "./words.js";
import { keepDrafts } from "./drafts.js";
import { toast } from "./toast.js";

const clock = document.getElementById("lh-clock");
const ahead = clock ? Date.parse(clock.dateTime) - Date.now() : 0;
export const serverNow = () => new Date(Date.now() + ahead);

const two = (number) => String(number).padStart(2, "0");

function tickClock() {
  const here = new Date(serverNow().toLocaleString("en-US", { timeZone: "Asia/Shanghai" }));
  const date = `${two(here.getMonth() + 1)}-${two(here.getDate())}`;
  clock.textContent = `${date} ${two(here.getHours())}:${two(here.getMinutes())}:${two(here.getSeconds())}`;
}

function stretch(minutes) {
  const days = Math.floor(minutes / 1440), hours = Math.floor((minutes % 1440) / 60), rest = minutes % 60;
  if (days >= 2 || (days && !hours)) return say("days", { days });
  if (days) return say("days_hours", { days, hours });
  if (hours) return rest ? say("hours_minutes", { hours, minutes: rest }) : say("hours", { hours });
  return rest ? say("minutes", { minutes: rest }) : say("moment");
}

function tickDues() {
  for (const due of document.querySelectorAll("time.lh-due")) {
    const left = Date.parse(due.dateTime) - serverNow();
    due.textContent = say(left < 0 ? "overdue" : "left", { time: stretch(Math.floor(Math.abs(left) / 60000)) });
    due.classList.toggle("lh-due-over", left < 0);
    due.classList.toggle("lh-due-soon", left >= 0 && left < 86400000);
  }
}

if (clock) {
  setInterval(tickClock, 1000);
  setInterval(tickDues, 30000);
}

document.addEventListener("keydown", (event) => {
  const search = document.getElementById("lh-search");
  if (search && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === "Escape" && event.target === search) search.blur();
  if (event.key === "Escape") {
    const box = event.target.closest?.("details.lh-confirm[open]");
    if (box) { box.open = false; box.querySelector("summary").focus(); }
  }
  if (event.key === "ArrowDown" && event.target === search) {
    const first = document.querySelector("#lh-found a");
    if (first) { event.preventDefault(); first.focus(); }
  }
  if (["ArrowDown", "ArrowUp"].includes(event.key) && event.target.closest?.("#lh-found")) moveInFound(event, search);
});

function moveInFound(event, search) {
  const links = [...document.querySelectorAll("#lh-found a")];
  const next = links.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  (next < 0 ? search : links[Math.min(next, links.length - 1)]).focus();
}

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) await copyText(copy.dataset.copy);
  if (event.target.closest("[data-close-details]")) event.target.closest("details").open = false;
  const light = event.target.closest("[data-light]");
  if (light && !event.target.closest("a, button, input, summary")) lightUp(light.dataset.light);
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("[data-light]")) lightUp(event.target.dataset.light);
});

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(say("copied"), "success");
  } catch {
    toast(say("not_copied"), "error");
  }
}

function lightUp(selector) {
  document.querySelectorAll(".lh-lit").forEach((lit) => lit.classList.remove("lh-lit"));
  const target = document.querySelector(selector);
  if (!target) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.classList.add("lh-lit");
  target.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

document.body.addEventListener("lh-toast", (event) => toast(event.detail.text, event.detail.level));
document.body.addEventListener("htmx:responseError", (event) => {
  const { status, responseText } = event.detail.xhr;
  const plain = !responseText.trimStart().startsWith("<") && responseText.length < 300;
  toast(plain && responseText ? responseText : say("failed", { status }), "error");
});
document.body.addEventListener("htmx:sendError", () => toast(say("offline"), "error"));
document.body.addEventListener("htmx:afterSettle", tickDues);

document.querySelectorAll("form[data-confirm]").forEach((form) =>
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  }));

// A column that scrolls by itself must be reachable by keyboard even when nothing in it can be focused.
function letColumnsBeFocused() {
  for (const column of document.querySelectorAll(".lh-side")) {
    if (column.scrollHeight > column.clientHeight) column.tabIndex = 0;
    else column.removeAttribute("tabindex");
  }
}
letColumnsBeFocused();
addEventListener("resize", letColumnsBeFocused);

keepDrafts(document);
