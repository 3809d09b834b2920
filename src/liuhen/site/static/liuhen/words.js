// The words of the scripts, Chinese first; `say(key, {name: value})` fills the braces.
const CHINESE = {
  left: "剩 {time}", overdue: "逾期 {time}", days: "{days} 天", days_hours: "{days} 天 {hours} 小时",
  hours: "{hours} 小时", hours_minutes: "{hours} 小时 {minutes} 分", minutes: "{minutes} 分", moment: "不到 1 分",
  copied: "已复制", not_copied: "浏览器不允许复制，请选中后按 Ctrl C", close: "关闭",
  failed: "没有做成（{status}）。请刷新页面再试；仍不行请联系系统管理员。", offline: "连不上服务器，刚才的操作没有做。请检查网络后再试。",
  draft_back: "已恢复上次没有提交的内容", draft_drop: "不要这些内容",
  network: "网络断开", refused: "服务器拒绝（{status}）",
};
const ENGLISH = {
  left: "{time} left", overdue: "overdue by {time}", days: "{days} d", days_hours: "{days} d {hours} h",
  hours: "{hours} h", hours_minutes: "{hours} h {minutes} min", minutes: "{minutes} min", moment: "under 1 min",
  copied: "Copied", not_copied: "The browser does not allow copying; select the text and press Ctrl C", close: "Close",
  failed: "That did not work ({status}). Reload the page and try again, or ask the system administrator.",
  offline: "The server cannot be reached and nothing was done. Check the network and try again.",
  draft_back: "What you had typed last time is back", draft_drop: "Discard it",
  network: "connection lost", refused: "the server refused ({status})",
};
const LIST = document.documentElement.lang.startsWith("en") ? ENGLISH : CHINESE;
export function say(key, values = {}) {
  return LIST[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
