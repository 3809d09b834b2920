// A draft saves itself a while after the last key. The server says by its revision whether somebody else was quicker;
// then nothing is overwritten: saving by the button shows both.
import { refusal, token } from "../http.js";
import { say } from "./words.js";

const QUIET = 6000; // milliseconds without a key before it is saved
const AGAIN = 20000;

export function savesItself(form) {
  const line = form.querySelector("[data-saved]");
  let timer = null, changed = false, stopped = false, running = null;

  const told = (words, bad = false) => { line.textContent = words; line.classList.toggle("lh-error", bad); };

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  // One save at a time: the next must name the revision that this one makes, or it would meet itself.
  async function save() {
    if (!changed || stopped || running) return;
    changed = false;
    told(say("saving"));
    running = send();
    let wait = QUIET;
    try {
      answer(await running);
    } catch {
      changed = true;
      told(say("offline"), true);
      wait = AGAIN;
    }
    running = null;
    if (changed && !stopped) later(wait); // what was typed meanwhile
  }

  const send = () => fetch(form.action, {
    method: "POST", body: new FormData(form), credentials: "same-origin",
    headers: { "X-CSRFToken": token(), Accept: "application/json" },
  }).then(async (got) => ({ status: got.status, text: await got.text() }));

  function answer({ status, text }) {
    if (status === 200) {
      const { revision, time, remembered } = JSON.parse(text);
      form.elements.revision.value = revision;
      form.elements.remembered.value = remembered;
      if (!changed) told(say("saved", { time }));
    } else {
      stopped = true; // what is wrong is shown by the page itself when the button is pressed
      told(status === 409 ? say("stale") : refusal(status, text), true);
    }
  }

  function touched() {
    changed = true;
    if (stopped) return;
    told(say("unsaved"));
    later(QUIET);
  }

  form.addEventListener("input", touched);
  form.addEventListener("lh-rows", (event) => { touched(); told(event.detail); });
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    stopped = true;
    if (!running || form.dataset.sending) return;
    event.preventDefault(); // a save is on its way: its revision must be known first, or we would meet ourselves
    form.dataset.sending = "1";
    const submitter = event.submitter;
    await running.catch(() => null);
    setTimeout(() => form.requestSubmit(submitter));
  });
}
