// The number proposed for a new case follows the kind that is chosen, as long as nobody typed another.
const proposed = document.querySelector("input[data-next-number]");
const form = proposed?.form;
const KIND = ["procedure", "acts"];
let asked = 0;

async function numberOf(kind) {
  const answer = await fetch(`${proposed.dataset.nextNumber}?${kind}`, { credentials: "same-origin" });
  const plain = answer.headers.get("Content-Type")?.startsWith("text/plain");
  return answer.ok && plain ? answer.text() : null;
}

async function follow() {
  const turn = ++asked;
  const chosen = [...new FormData(form)].filter(([name]) => KIND.includes(name));
  const number = await numberOf(new URLSearchParams(chosen));
  const box = form.elements.number;
  if (!number || turn !== asked || box.value !== proposed.value) return;
  box.value = proposed.value = number;
}

form?.addEventListener("change", (event) => { if (KIND.includes(event.target.name)) follow(); });
