// The words of the scripts, Chinese first; `say(key, {name: value})` fills the braces.
const CHINESE = {
  left: "剩 {time}", overdue: "逾期 {time}", days: "{days} 天", days_hours: "{days} 天 {hours} 小时",
  hours: "{hours} 小时", hours_minutes: "{hours} 小时 {minutes} 分", minutes: "{minutes} 分", moment: "不到 1 分",
  copied: "已复制", not_copied: "浏览器不允许复制，请选中后按 Ctrl C", close: "关闭",
  failed: "没有做成（{status}）。请刷新页面再试；仍不行请联系系统管理员。", offline: "连不上服务器，刚才的操作没有做。请检查网络后再试。",
  draft_back: "已恢复上次没有提交的内容", draft_drop: "不要这些内容",
  play: "播放", pause: "暂停", speed: "倍速", mute: "静音", unmute: "取消静音", keys: "按键", fullscreen: "全屏",
  back: "后退 10 秒", forth: "前进 10 秒", previous_frame: "上一帧", next_frame: "下一帧", volume: "音量", seek: "播放位置",
  key_play: "空格 / K", key_jl: "J / L", key_arrows: "← / →", key_frames: ", / .", key_speed: "- / +", key_ends: "Home / End",
  key_marks: "1 … 9", key_help: "?", does_play: "播放、暂停", does_jl: "后退、前进 10 秒", does_arrows: "后退、前进 5 秒",
  does_frames: "暂停时退、进一帧", does_speed: "放慢、加快", does_ends: "到开头、到结尾", does_marks: "把重点内容标记在当前这一秒",
  does_help: "打开、关闭本表", marked: "已在 {at} 标记：{what}", mark_failed: "没有标记成：{why}",
  cannot_play: "浏览器放不出这段记录。原始文件完好，可下载后用播放软件打开。", zoom_in: "放大", zoom_out: "缩小", zoom_all: "全长",
  timeline: "时间轴：左右键移动，加减键缩放", timeline_list: "逐条列出", from_to: "{from} 至 {to}",
  network: "网络断开", refused: "服务器拒绝（{status}）",
};
const ENGLISH = {
  left: "{time} left", overdue: "overdue by {time}", days: "{days} d", days_hours: "{days} d {hours} h",
  hours: "{hours} h", hours_minutes: "{hours} h {minutes} min", minutes: "{minutes} min", moment: "under 1 min",
  copied: "Copied", not_copied: "The browser does not allow copying; select the text and press Ctrl C", close: "Close",
  failed: "That did not work ({status}). Reload the page and try again, or ask the system administrator.",
  offline: "The server cannot be reached and nothing was done. Check the network and try again.",
  draft_back: "What you had typed last time is back", draft_drop: "Discard it",
  play: "Play", pause: "Pause", speed: "Speed", mute: "Mute", unmute: "Unmute", keys: "Keys", fullscreen: "Full screen",
  back: "Back 10 s", forth: "Forward 10 s", previous_frame: "Previous frame", next_frame: "Next frame", volume: "Volume", seek: "Position",
  key_play: "Space / K", key_jl: "J / L", key_arrows: "← / →", key_frames: ", / .", key_speed: "- / +", key_ends: "Home / End",
  key_marks: "1 … 9", key_help: "?", does_play: "play, pause", does_jl: "back, forward 10 s", does_arrows: "back, forward 5 s",
  does_frames: "one frame back, forward", does_speed: "slower, faster", does_ends: "to start, to end", does_marks: "mark a key content at this second",
  does_help: "open, close this list", marked: "Marked at {at}: {what}", mark_failed: "Not marked: {why}",
  cannot_play: "The browser cannot play this recording. The original is intact; download it and open it in a player.",
  zoom_in: "Zoom in", zoom_out: "Zoom out", zoom_all: "Whole length",
  timeline: "Timeline: arrow keys move, plus and minus zoom", timeline_list: "As a list", from_to: "{from} to {to}",
  network: "connection lost", refused: "the server refused ({status})",
};
const LIST = document.documentElement.lang.startsWith("en") ? ENGLISH : CHINESE;
export function say(key, values = {}) {
  return LIST[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
