// Files this batch took in before, as its page lists them: the same file chosen again is compared by digest, not sent.
export function keptIn(list) {
  const lines = [...(list?.querySelectorAll("li[data-sha256]") ?? [])];
  return (item) => lines.filter(({ dataset }) => dataset.name === item.path && Number(dataset.size) === item.size).map(answerOf)[0];
}

// `moved` takes the line off the list: the file is shown among those of this visit now.
function answerOf(line) {
  const { sha256, lane } = line.dataset, told = line.querySelector(".lh-upload-told"), list = line.closest("section");
  const moved = () => {
    line.hidden = true;
    list.hidden = !list.querySelector("li[data-sha256]:not([hidden])");
  };
  return { sha256, lane, html: told.innerHTML, url: told.querySelector("a")?.getAttribute("href") ?? "", moved };
}
