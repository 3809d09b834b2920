// The uploader's words, Chinese first; tell(key, {name: value}) fills the braces.
const CHINESE = {
  drop: "把执法记录仪的文件夹或文件拖到这里", pick_folder: "选择文件夹", pick_files: "选择文件",
  nothing: "没有找到可以上传的文件。", known: "这些文件已经在下面的列表里了。",
  pause: "暂停", resume: "继续", retry: "重试", cancel: "取消", choose: "选择这个文件", drop_it: "不要了",
  pause_all: "全部暂停", resume_all: "全部继续", all: "全部",
  waiting: "等候", comparing: "本批次收过同名同大小的文件，正在核对是否同一个", sending: "上传中 {percent}%", checking: "已传完，正在核对和登记", paused: "已暂停，已传 {percent}%",
  absent: "上次传到 {percent}%。请再选一次这个文件，从断点继续。", cancelled: "已取消", failed: "没有传完：{why}",
  no_network: "网络断开了，恢复后自动从断点继续", no_answer: "服务器没有应答，自动重试中（第 {time} 次）",
  busy: "上一个连接还没有断开，稍候自动继续", signed_out: "登录已过期，已传的部分都在。请在新窗口重新登录，这里会自动继续。",
  sign_in: "重新登录", stale: "凭证已过期，正在换新的", anew: "服务器上没有传到一半的部分了，从头再传", damaged: "传输途中字节受损，正在重传",
  network_banner: "网络断开了。已传的部分都保存着；恢复后自动从断点继续，不需要做任何操作。", back: "网络已恢复，继续上传。",
  file_gone: "读不到这个文件。存储卡如果拔出了，请插回，再选一次这个文件。", refused: "服务器拒绝了（{status}）", strange: "服务器的回答看不懂，请重试",
  digest_differs: "本机读到的内容与服务器收到的不同，服务器没有收录。请检查存储卡，再重试。", same_digest: "与服务器一致", no_digest: "浏览器没能计算摘要，未经核对（{why}）", digest: "SHA-256",
  totals: "{count} 个文件，{size}；已完成 {done} 个", speed: "{speed}/秒", left: "还需{time}", soon: "不到 1 分钟",
  minutes: "约 {minutes} 分钟", hours: "约 {hours} 小时 {minutes} 分钟", whole: "总进度",
  begun: "开始上传 {count} 个文件。", announce_failed: "{name} 没有传完：{why}",
  all_safe: "全部 {count} 个文件都已安全保存，SHA-256 逐个核对一致，存储卡可以清理了。", rejected_kept: "其中 {count} 个未收录，原字节另行保存着。",
  not_safe: "{count} 个文件还没有安全保存：{names}。请先不要清理存储卡。", more_names: "{names} 等",
  aside: "另有 {count} 个系统文件没有上传", aside_bring: "也上传这些文件",
  lane_going: "进行中", lane_recording: "音像记录", lane_sidecar: "随录数据", lane_duplicate: "之前已入库", lane_rejected: "未收录", lane_trouble: "没有传完",
  files: "上传的文件", lanes: "按结果筛选", of_file: "{what} {name}",
};
const ENGLISH = {
  drop: "Drop the camera's folder or files here", pick_folder: "Choose a folder", pick_files: "Choose files",
  nothing: "There are no files to upload.", known: "These files are in the list below already.",
  pause: "Pause", resume: "Resume", retry: "Retry", cancel: "Cancel", choose: "Choose this file", drop_it: "Give it up",
  pause_all: "Pause all", resume_all: "Resume all", all: "All",
  waiting: "Waiting", comparing: "This batch has a file of this name and size; comparing them", sending: "Uploading {percent}%", checking: "Sent; being checked and registered", paused: "Paused at {percent}%",
  absent: "Stopped at {percent}% last time. Choose this file again to go on from there.", cancelled: "Cancelled", failed: "Not sent: {why}",
  no_network: "The network is gone; it goes on by itself once it is back", no_answer: "The server does not answer; trying again (number {time})",
  busy: "The last connection is still open; it goes on by itself shortly", signed_out: "You have been signed out; what was sent is kept. Sign in in a new window and it goes on by itself.",
  sign_in: "Sign in again", stale: "The ticket has run out; fetching a new one", anew: "The server no longer has the part sent before; sending it from the start", damaged: "Bytes were damaged on the way; sending them again",
  network_banner: "The network is gone. What was sent is kept; it goes on by itself once the network is back.", back: "The network is back; uploading goes on.",
  file_gone: "This file can't be read. If the card was taken out, put it back and choose the file again.", refused: "the server refused ({status})", strange: "the server's answer makes no sense; try again",
  digest_differs: "what was read here differs from what the server received, so it was not taken in; check the card and retry", same_digest: "same as the server's", no_digest: "this browser could not compute the digest; not compared ({why})", digest: "SHA-256",
  totals: "{count} files, {size}; {done} done", speed: "{speed}/s", left: "{time} left", soon: "under 1 minute",
  minutes: "about {minutes} min", hours: "about {hours} h {minutes} min", whole: "Whole progress",
  begun: "Uploading {count} files.", announce_failed: "{name} was not sent: {why}",
  all_safe: "All {count} files are kept safely, each with the same SHA-256 on both sides; the card may be cleared.", rejected_kept: "{count} of them are rejected; their bytes are kept apart.",
  not_safe: "{count} files are not safe yet: {names}. Do not clear the card.", more_names: "{names} and others",
  aside: "{count} system files were left out", aside_bring: "Upload these too",
  lane_going: "Under way", lane_recording: "Recordings", lane_sidecar: "Sidecar data", lane_duplicate: "Stored before", lane_rejected: "Rejected", lane_trouble: "Not sent",
  files: "Uploaded files", lanes: "Filter by result", of_file: "{what} {name}",
};
const LIST = document.documentElement.lang.startsWith("en") ? ENGLISH : CHINESE;

export function tell(key, values = {}) {
  return LIST[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
