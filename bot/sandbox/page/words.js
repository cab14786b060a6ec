// What the page itself says, in the language of whoever holds the phone.
const zh = {
  bot: "机器人", typing: "正在输入…", uploading: "正在发送文件…", recording: "正在录音…",
  lost: "连接中断，正在重连…", blocked: "已停用",
  people: "谁拿着手机？", note: "这是本机上的试用环境，不连接 Telegram。停止程序后，这里的内容就清空。",
  language: "界面语言", block: "停用机器人", unblock: "恢复机器人", switchPerson: "切换人物",
  start: "开始", restart: "重新启用", what: "这个机器人能做什么？",
  welcome: "点“开始”，像在手机上一样用它。", placeholder: "输入消息…", menu: "菜单",
  attach: "附件", send: "发送", mic: "录语音", cancel: "取消", ok: "好", close: "关闭",
  photo: "照片", file: "文件", voice: "语音文件", location: "位置", sticker: "贴纸", poll: "投票", contact: "名片",
  edited: "已编辑", reply: "回复", edit: "编辑", copy: "复制", more: "更多操作", copied: "已复制",
  editing: "编辑消息", replying: "回复", today: "今天", yesterday: "昨天", down: "到最新消息",
  unanswered: "机器人没有回应", unsent: "没有发出去", showMore: "展开", showLess: "收起",
  noMic: "这里不能录音，请选一个音频文件。", play: "播放", pause: "暂停", spoiler: "隐藏内容，点一下显示",
  before: "上一张", after: "下一张", pinned: "置顶消息", album: "相册", you: "你", votes: "匿名投票",
  unread: (n) => `${n} 条未读`,
  clock: "时钟", hour: "＋1 小时", dayStep: "＋1 天", week: "＋1 周", next: "到下一次提醒", nothingComes: "还没有计划，不会有提醒。",
};
const en = {
  bot: "bot", typing: "typing…", uploading: "sending a file…", recording: "recording…",
  lost: "Connection lost, reconnecting…", blocked: "stopped",
  people: "Who holds the phone?", note: "This is a trial on your own machine; Telegram is not involved. Everything here is gone when the program stops.",
  language: "Language", block: "Stop the bot", unblock: "Allow the bot again", switchPerson: "Switch person",
  start: "START", restart: "RESTART", what: "What can this bot do?",
  welcome: "Press START and use it as you would on your phone.", placeholder: "Message", menu: "Menu",
  attach: "Attach", send: "Send", mic: "Record a voice note", cancel: "Cancel", ok: "OK", close: "Close",
  photo: "Photo", file: "File", voice: "Audio file", location: "Location", sticker: "Sticker", poll: "Poll", contact: "Contact",
  edited: "edited", reply: "Reply", edit: "Edit", copy: "Copy", more: "More", copied: "Copied",
  editing: "Edit message", replying: "Reply to", today: "Today", yesterday: "Yesterday", down: "To the newest message",
  unanswered: "The bot does not respond", unsent: "Not sent", showMore: "Show more", showLess: "Show less",
  noMic: "No microphone here; please choose an audio file.", play: "Play", pause: "Pause", spoiler: "Hidden; tap to show",
  before: "Previous", after: "Next", pinned: "Pinned message", album: "Album", you: "You", votes: "Anonymous poll",
  unread: (n) => `${n} unread`,
  clock: "Clock", hour: "+1 hour", dayStep: "+1 day", week: "+1 week", next: "To the next reminder", nothingComes: "There is no plan yet, so nothing will come.",
};

let words = zh;
let locale = "zh-CN";

export function speak(code) {
  const english = (code || "").startsWith("en");
  words = english ? en : zh;
  locale = english ? "en-GB" : "zh-CN";
  document.documentElement.lang = english ? "en" : "zh-Hans";
  return english ? "en" : "zh";
}

export const say = (name, ...values) => {
  const word = words[name];
  return typeof word === "function" ? word(...values) : word;
};

// The clock of a trial may be ahead of this machine's.
let ahead = 0;
export const setNow = (seconds) => { ahead = seconds * 1000 - Date.now(); };

export const moment = (seconds) =>
  new Date(seconds * 1000).toLocaleString(locale, { year: "numeric", month: "long", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false });

export const clock = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", hour12: false });

export function day(seconds) {
  const date = new Date(seconds * 1000);
  const start = (d) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
  const ago = Math.round((start(new Date(Date.now() + ahead)) - start(date)) / 86400000);
  if (ago === 0) return say("today");
  if (ago === 1) return say("yesterday");
  const year = date.getFullYear() === new Date(Date.now() + ahead).getFullYear() ? {} : { year: "numeric" };
  return date.toLocaleDateString(locale, { month: "long", day: "numeric", ...year });
}

export const length = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
