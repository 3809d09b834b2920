// <lh-editor> around a textarea: line numbers beside it, and links with data-line that lead to a line of it.
const LINE = /\n/g;

function gutterOf(editor) {
  const gutter = document.createElement("pre");
  gutter.className = "lh-gutter";
  gutter.setAttribute("aria-hidden", "true");
  editor.prepend(gutter);
  return gutter;
}

function number(area, gutter) {
  const lines = (area.value.match(LINE) ?? []).length + 1;
  if (gutter.dataset.lines !== String(lines)) {
    gutter.dataset.lines = String(lines);
    gutter.textContent = Array.from({ length: lines }, (_, at) => at + 1).join("\n");
  }
  gutter.scrollTop = area.scrollTop;
}

function lead(area, line) {
  const before = area.value.split("\n", line - 1).join("\n").length + (line > 1 ? 1 : 0);
  const end = area.value.indexOf("\n", before);
  area.focus({ preventScroll: true });
  area.setSelectionRange(before, end < 0 ? area.value.length : end);
  area.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(area).lineHeight));
  area.scrollIntoView({ block: "nearest" });
}

class Editor extends HTMLElement {
  connectedCallback() {
    const area = this.querySelector("textarea");
    const gutter = gutterOf(this);
    const draw = () => number(area, gutter);
    area.addEventListener("input", draw);
    area.addEventListener("scroll", draw);
    draw();
    const asked = new URLSearchParams(location.search);
    if (asked.has("line")) lead(area, Number(asked.get("line")) || 1);
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-line]");
      if (!link || link.dataset.file !== (asked.get("file") ?? "text.yaml")) return;
      event.preventDefault();
      lead(area, Number(link.dataset.line));
    });
  }
}

customElements.define("lh-editor", Editor);
