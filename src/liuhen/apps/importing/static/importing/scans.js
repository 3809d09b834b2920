// Hundreds of scans are sent a few at a time, so that no request is large and one sees how far it has come.
const MOST_FILES = 8, MOST_BYTES = 40 * 1024 * 1024;
const form = document.querySelector("form[data-portions]");
const told = form?.querySelector("[role=status]");
const bar = form?.querySelector("progress");

function portionsOf(files) {
  const portions = [[]];
  let size = 0;
  for (const file of files) {
    const last = portions.at(-1);
    if (last.length && (last.length >= MOST_FILES || size + file.size > MOST_BYTES)) {
      portions.push([]);
      size = 0;
    }
    portions.at(-1).push(file);
    size += file.size;
  }
  return portions;
}

function tell(words, done, all) {
  told.textContent = words.replace("{done}", done).replace("{all}", all);
  bar.hidden = false;
  bar.max = all;
  bar.value = done;
}

async function send(portion) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const file of portion) body.append("files", file, file.name);
  const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
  return answer.ok || answer.type === "opaqueredirect";
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const files = [...form.elements.files.files];
  form.querySelector("button").disabled = true;
  let done = 0;
  for (const portion of portionsOf(files)) {
    tell(told.dataset.sent, done, files.length);
    if (!(await send(portion).catch(() => false))) {
      tell(told.dataset.failed, done, files.length);
      form.querySelector("button").disabled = false;
      return;
    }
    done += portion.length;
  }
  location.reload();
});
