// The words of the pages documents are written on; `say(key, {name: value})` fills the braces.
const CHINESE = {
  sign_here: "请在框内签名", undo: "撤销一笔", clear: "清除重签", signature: "签名区，用手指、触控笔或者鼠标书写",
  too_little: "还没有签名，或者笔画太少。请在框内写下完整的姓名。", strokes: "已写 {n} 笔",
  saving: "正在保存…", saved: "{time} 已自动保存", unsaved: "有没有保存的修改",
  stale: "别人刚才保存过这份草稿。点“保存”，就能看到对方改了什么，您写的不会丢。",
  offline: "连不上服务器，暂时没有保存。内容还在这个页面上，网络恢复后会再试。",
  row_added: "已加一行", row_dropped: "已删去一行", nothing_found: "没有这样的文书式样",
};
const ENGLISH = {
  sign_here: "Sign inside the box", undo: "Undo a stroke", clear: "Clear and sign again",
  signature: "Place to sign, with finger, pen or mouse",
  too_little: "There is no signature yet, or too few strokes. Write the full name inside the box.", strokes: "{n} strokes",
  saving: "Saving…", saved: "Saved by itself at {time}", unsaved: "Changes not saved yet",
  stale: "Somebody else has just saved this draft. Press Save to see what was changed; your words will not be lost.",
  offline: "The server cannot be reached, nothing was saved yet. Your words are still on this page; it will be tried again.",
  row_added: "A row was added", row_dropped: "A row was removed", nothing_found: "No such form",
};
const LIST = document.documentElement.lang.startsWith("en") ? ENGLISH : CHINESE;
export function say(key, values = {}) {
  return LIST[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
