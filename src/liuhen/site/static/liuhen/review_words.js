// The words of the review page, Chinese first; `tell(key, {name: value})` fills the braces.
const CHINESE = {
  play: "播放", pause: "暂停", speed: "倍速", mute: "静音", unmute: "取消静音", keys: "按键", fullscreen: "全屏", close: "关闭",
  back: "后退 10 秒", forth: "前进 5 秒", previous_frame: "上一帧", next_frame: "下一帧", position: "播放位置",
  cannot_play: "浏览器放不出这段记录。原始文件完好，可下载后用播放软件打开。", copy: "派生件（非原件）", copy_why: "浏览器放不了原件的格式，所看为可播放副本；原件未变。",
  whole: "看全图", larger: "放大", smaller: "缩小",
  marked: "已在 {at} 标记：{what}", marked_stretch: "已标记 {from}—{to}：{what}", mark_failed: "没有标记成：{why}", network: "网络断开",
  begun: "从 {at} 起：{what}。再按一次结束", dropped: "已放弃：{what}", note: "备注", note_at: "备注记在 {at}，回车保存，Esc 放弃",
  next: "下一项未标记：{what}", next_at: "下一项未标记：{what}；机器提示在 {at}，已跳到那里", none_left: "重点内容都已标记", no_more: "这个方向没有缺口或异常了", no_channel: "这个通道现在没有画面，不能跳到那里",
  here_is: "{what} {at}", viewing_over: "查阅已经结束，请刷新页面后重新开始",
  timeline: "时间轴", timeline_hint: "滚轮缩放，拖动平移；聚焦后按加减键缩放", zoom_in: "放大", zoom_out: "缩小", zoom_all: "全长",
  list: "逐条列出", from_to: "{from}—{to}", minimap: "全长缩略", storyboard: "画面", waveform: "波形", marks: "标记", candidates: "机器提示", cameras: "其他机位", speed_lane: "车速",
  no_storyboard: "画面缩略图：{state}", no_waveform: "声音波形：{state}", not_asked: "没有分析", no_sound: "没有声音", watched: "本次已看 {percent}%",
  error: "误差 ±{error}", seconds: "{n} 秒", minutes: "{n} 分", hours: "{n} 小时", kmh: "{n} 公里/时", time_unknown: "时间不明",
  lanes_failed: "时间轴没有取到：{why}", again: "重试", reading: "正在取时间轴…", state_parked: "{label}：{words}。{reason}", state: "{label}：{words}…",
  beside: "同看其他机位", add: "加上 {label}，误差 ±{error}", remove: "不看 {label}", not_filming: "此刻没有摄录", audio: "只有声音",
  device_words: "设备写下的文字 {n} 条", device_words_note: "照录设备所写，未经核对；点一条即跳到那一秒。",
  sketch: "轨迹示意", sketch_note: "按记录中的位置画出，上北下南，不是地图。全程约 {length}。", start: "起", end: "止", north: "北", metres: "{n} 米", kilometres: "{n} 公里",
  maybe: "可能在 {at}", confirm: "确认", dismiss: "不是", dismiss_what: "{at} 的提示不是：{what}", heard: "听到或看到：{said}", confirm_what: "确认 {at} 的提示：{what}",
  key_space: "空格 / K", does_space: "播放、暂停", key_l: "L", does_l: "播放；再按加快：2、4、8 倍，音调不变", key_j: "J", does_j: "后退 10 秒，回到原速",
  key_arrows: "← / →", does_arrows: "后退、前进 5 秒；按住 Shift 为 1 秒", key_frames: ", / .", does_frames: "退、进一帧", key_ends: "Home / End", does_ends: "到开头、到结尾",
  key_plus: "- / +", does_plus: "放慢、加快", key_digits: "1 … 9、0", does_digits: "在这一秒标记重点内容；按住不放，松开时标记一段", key_shift: "Shift + 数字", does_shift: "开始一段，再按一次结束",
  key_spoken: "Q W E", does_spoken: "标记告知、语音说明、中止原因", key_m: "M", does_m: "写备注，回车保存在按 M 的那一秒", key_n: "N", does_n: "下一项未标记的重点内容；有机器提示时跳到那里", key_enter: "Y / X", does_enter: "确认、不采用当前位置的机器提示",
  key_brackets: "[ / ]", does_brackets: "上一处、下一处缺口、异常或提示", key_z: "Z", does_z: "时间轴：当前一分钟与全长切换", key_u: "U", does_u: "静音", key_f: "F", does_f: "全屏", key_help: "?", does_help: "打开、关闭本表", key_esc: "Esc", does_esc: "放弃没有结束的一段",
};
const ENGLISH = {
  play: "Play", pause: "Pause", speed: "Speed", mute: "Mute", unmute: "Unmute", keys: "Keys", fullscreen: "Full screen", close: "Close",
  back: "Back 10 s", forth: "Forward 5 s", previous_frame: "Previous frame", next_frame: "Next frame", position: "Position",
  cannot_play: "The browser cannot play this recording. The original is intact; download it and open it in a player.", copy: "Derivative (not the original)", copy_why: "The browser cannot play the original's format; this is a playable copy. The original is unchanged.",
  whole: "Whole picture", larger: "Larger", smaller: "Smaller",
  marked: "Marked at {at}: {what}", marked_stretch: "Marked {from}–{to}: {what}", mark_failed: "Not marked: {why}", network: "connection lost",
  begun: "From {at}: {what}. Press again to end it", dropped: "Dropped: {what}", note: "Note", note_at: "The note goes to {at}; Enter saves it, Esc drops it",
  next: "Next unmarked: {what}", next_at: "Next unmarked: {what}; jumped to the machine's hint at {at}", none_left: "All key contents are marked", no_more: "No gap or finding further that way", no_channel: "That channel has no picture now; there is nothing to jump to",
  here_is: "{what} {at}", viewing_over: "The viewing has ended; reload the page and begin again",
  timeline: "Timeline", timeline_hint: "The wheel zooms, dragging pans; plus and minus zoom when focused", zoom_in: "Zoom in", zoom_out: "Zoom out", zoom_all: "Whole length",
  list: "As a list", from_to: "{from}–{to}", minimap: "Overview", storyboard: "Picture", waveform: "Levels", marks: "Marks", candidates: "Hints", cameras: "Cameras", speed_lane: "Speed",
  no_storyboard: "Pictures: {state}", no_waveform: "Sound levels: {state}", not_asked: "not analysed", no_sound: "no sound", watched: "{percent}% watched this time",
  error: "error ±{error}", seconds: "{n} s", minutes: "{n} min", hours: "{n} h", kmh: "{n} km/h", time_unknown: "time unknown",
  lanes_failed: "The timeline did not come: {why}", again: "Try again", reading: "Fetching the timeline…", state_parked: "{label}: {words}. {reason}", state: "{label}: {words}…",
  beside: "Other cameras beside", add: "Add {label}, error ±{error}", remove: "Drop {label}", not_filming: "Not filming at this moment", audio: "Sound only",
  device_words: "Text the device wrote: {n}", device_words_note: "As the device wrote it, not checked; a click jumps to that second.",
  sketch: "Track sketch", sketch_note: "Drawn from the recorded positions, north up; not a map. About {length} in all.", start: "start", end: "end", north: "N", metres: "{n} m", kilometres: "{n} km",
  maybe: "maybe at {at}", confirm: "Confirm", dismiss: "Not so", dismiss_what: "Not {what}: the hint at {at}", heard: "Heard or seen: {said}", confirm_what: "Confirm the hint at {at}: {what}",
  key_space: "Space / K", does_space: "play, pause", key_l: "L", does_l: "play; again for 2, 4, 8 times, pitch kept", key_j: "J", does_j: "back 10 s at normal speed",
  key_arrows: "← / →", does_arrows: "back, forward 5 s; with Shift 1 s", key_frames: ", / .", does_frames: "one frame back, forward", key_ends: "Home / End", does_ends: "to the start, to the end",
  key_plus: "- / +", does_plus: "slower, faster", key_digits: "1 … 9, 0", does_digits: "mark a key content at this second; hold to mark a stretch", key_shift: "Shift + digit", does_shift: "begin a stretch, again to end it",
  key_spoken: "Q W E", does_spoken: "mark notice, explanation, reason of interruption", key_m: "M", does_m: "write a note; Enter saves it at the second M was pressed", key_n: "N", does_n: "next unmarked key content, with a jump to a hint if there is one", key_enter: "Y / X", does_enter: "confirm, dismiss the hint at this position",
  key_brackets: "[ / ]", does_brackets: "previous, next gap, finding or hint", key_z: "Z", does_z: "timeline: this minute or whole length", key_u: "U", does_u: "mute", key_f: "F", does_f: "full screen", key_help: "?", does_help: "open, close this list", key_esc: "Esc", does_esc: "drop the stretch that is not ended",
};
const LIST = document.documentElement.lang.startsWith("en") ? ENGLISH : CHINESE;

export function tell(key, values = {}) {
  return LIST[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// An error bar or a length as people say it.
export function amount(ms) {
  if (ms < 60000) return tell("seconds", { n: (ms / 1000).toFixed(ms < 10000 ? 1 : 0) });
  const minutes = Math.floor(ms / 60000), hours = Math.floor(minutes / 60);
  if (!hours) return tell("minutes", { n: minutes });
  return [tell("hours", { n: hours }), ...(minutes % 60 ? [tell("minutes", { n: minutes % 60 })] : [])].join(" ");
}

const CLOCK = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit" });
export const clockTime = (moment) => CLOCK.format(moment);
export const dayAndTime = (moment) => `${DAY.format(moment).replaceAll("/", "-")} ${CLOCK.format(moment)}.${String(Math.floor(moment.getTime() % 1000 / 100))}`;
