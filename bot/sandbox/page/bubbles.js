// A message, or an album of them, as a bubble with its buttons.
import { $, el, icon, PATHS } from "./dom.js";
import { rich, copy } from "./rich.js";
import { clock, length, say, size } from "./words.js";

const fileUrl = (id) => `page/files/${encodeURIComponent(id)}`;

// acts: { command, link, press(message, row, column, button), menu(message, anchor), jump(id), photos() }
export function bubble(messages, acts) {
  const first = messages[0];
  const last = messages[messages.length - 1];
  const mine = !first.from?.is_bot;
  const keyboard = last.reply_markup?.inline_keyboard;
  const item = el("li", { class: `msg ${mine ? "mine" : "theirs"}${keyboard ? " with-keys" : ""}`, "data-id": first.message_id });
  const box = el("div", { class: "bubble" });
  if (first.reply_to_message) box.append(quoted(first.reply_to_message, acts));
  const only = bare(first);
  if (only) item.classList.add("bare");
  media(messages, box, acts);
  const said = messages.find((m) => m.text || m.caption);
  if (said) {
    const words = el("div", { class: "words", dir: "auto" });
    words.append(rich(said.text ?? said.caption, said.entities ?? said.caption_entities, acts));
    box.append(words);
    if (!last.reactions?.length) item.classList.add("inline-meta");
    if (wasEdited(last)) item.classList.add("edited");
  } else if (messages.some((m) => m.photo)) item.classList.add("picture-only");
  box.append(meta(last, mine, acts));
  item.append(box);
  if (last.reactions?.length) {
    box.append(el("div", { class: "reactions" }, ...last.reactions.map((r) => el("span", {}, r.emoji || "⭐"))));
  }
  if (keyboard) item.append(keys(last, keyboard, acts));
  return item;
}

// As apps do: a message with buttons changes all the time, and is not marked for it.
const wasEdited = (message) => Boolean(message.edit_date && !message.reply_markup);
const bare = (m) => Boolean(m.sticker);

function meta(message, mine, acts) {
  const edited = wasEdited(message);
  const more = el("button", { class: "more", type: "button", "aria-label": say("more"), onclick: () => acts.menu(message, more) }, icon(PATHS.more));
  return el("div", { class: "meta" }, more, edited ? el("span", {}, say("edited")) : null,
    el("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date)),
    mine ? el("span", { class: "ticks", "aria-hidden": "true" }, icon("M2 13l4.5 4.5L15 8M10.5 16l1.5 1.5L21 8")) : null);
}

function quoted(message, acts) {
  const what = message.text ?? message.caption ?? say(kindOf(message));
  return el("button", { class: "quoted", type: "button", onclick: () => acts.jump(message.message_id) },
    el("b", {}, message.from.is_bot ? message.from.first_name : say("you")), el("span", {}, what));
}

export function kindOf(message) {
  return ["photo", "voice", "sticker", "location", "poll", "contact"].find((k) => message[k]) || "file";
}

function media(messages, box, acts) {
  const pictures = messages.filter((m) => m.photo);
  if (pictures.length) box.append(gallery(pictures, acts));
  for (const m of messages) {
    if (m.document) box.append(file(m.document));
    if (m.voice) box.append(voice(m.voice));
    if (m.sticker) box.append(el("div", { class: "sticker", role: "img", "aria-label": say("sticker") }, m.sticker.emoji));
    if (m.location) box.append(place(m.location));
    if (m.contact) box.append(el("div", { class: "attached" }, el("span", { class: "disc" }, icon(PATHS.contact)),
      el("span", {}, el("b", {}, m.contact.first_name), el("small", {}, m.contact.phone_number))));
    if (m.poll) box.append(el("div", { class: "poll" }, el("b", {}, m.poll.question), el("small", {}, say("votes")),
      ...m.poll.options.map((o) => el("div", {}, el("i"), o.text))));
  }
}

function gallery(messages, acts) {
  const box = el("div", { class: `gallery n${Math.min(messages.length, 4)}${messages.length % 2 ? " odd" : ""}` });
  for (const m of messages) {
    const big = m.photo[m.photo.length - 1];
    const picture = el("img", { src: fileUrl(big.file_id), alt: m.caption || say("photo"), loading: "lazy" });
    picture.width = big.width; picture.height = big.height;
    const open = el("button", { class: "picture", type: "button", onclick: () => look(acts.photos(), m.message_id) }, picture);
    if (messages.length === 1) open.style.aspectRatio = String(Math.max(0.56, Math.min(2.2, big.width / big.height)));
    box.append(open);
  }
  return box;
}

function file(document) {
  const link = el("a", { class: "attached", href: fileUrl(document.file_id), target: "_blank", rel: "noopener", download: document.file_name },
    el("span", { class: "disc" }, icon(PATHS.get)),
    el("span", {}, el("b", {}, document.file_name || say("file")), el("small", {}, size(document.file_size))));
  return link;
}

function place({ latitude, longitude }) {
  return el("div", { class: "place" }, el("div", { class: "map", "aria-hidden": "true" }, icon(PATHS.location, true)),
    el("small", {}, `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`));
}

let sounding = null;
function voice(note) {
  const wave = el("span", { class: "wave", "aria-hidden": "true" });
  for (let i = 0; i < 28; i += 1) {
    const bar = el("i");
    bar.style.height = `${20 + Math.abs(Math.sin(i * 12.9 + note.file_size)) * 80}%`;
    wave.append(bar);
  }
  const time = el("small", {}, length(note.duration));
  const button = el("button", { class: "disc", type: "button", "aria-label": say("play") }, icon(PATHS.play, true));
  const sound = new Audio();
  const face = (playing) => {
    button.replaceChildren(icon(playing ? PATHS.pause : PATHS.play, true));
    button.setAttribute("aria-label", say(playing ? "pause" : "play"));
  };
  sound.addEventListener("timeupdate", () => {
    const done = sound.currentTime / (note.duration || sound.duration || 1);
    [...wave.children].forEach((bar, i) => bar.classList.toggle("on", i / 28 < done));
    time.textContent = length(sound.currentTime);
  });
  sound.addEventListener("pause", () => face(false));
  sound.addEventListener("ended", () => { time.textContent = length(note.duration); [...wave.children].forEach((b) => b.classList.remove("on")); });
  button.addEventListener("click", async () => {
    if (!sound.paused) return sound.pause();
    if (sounding && sounding !== sound) sounding.pause();
    sounding = sound;
    sound.src ||= fileUrl(note.file_id);
    try { await sound.play(); face(true); } catch { face(false); }
  });
  return el("div", { class: "attached voice" }, button, el("span", {}, wave, time));
}

function keys(message, rows, acts) {
  return el("div", { class: "keys" }, ...rows.map((row, r) =>
    el("div", { class: "keys-row" }, ...row.map((button, c) => key(message, button, r, c, acts)))));
}

function key(message, button, row, column, acts) {
  const label = el("span", { class: "label", dir: "auto" }, button.text);
  const props = { class: `key${button.style ? ` ${button.style}` : ""}`, "data-at": `${row}:${column}`, title: button.text };
  if (button.url) {
    return el("a", { ...props, href: button.url, target: "_blank", rel: "noopener", onclick: (e) => acts.link(button.url, e) }, label, corner(PATHS.link));
  }
  return el("button", { ...props, type: "button", onclick: () => (button.copy_text ? copy(button.copy_text.text) : acts.press(message, row, column, button)) }, label);
}

function corner(path) {
  const mark = icon(path);
  mark.classList.add("corner");
  return mark;
}

// The new bubble in place of the old one; what is under the finger keeps focus, unfolded quotes stay unfolded.
export function replace(old, fresh) {
  const held = old.contains(document.activeElement) ? document.activeElement.getAttribute("data-at") : null;
  fresh.classList.add("still");
  old.replaceWith(fresh);
  if (held) fresh.querySelector(`[data-at="${held}"]`)?.focus({ preventScroll: true });
}

function look(photos, id) {
  const box = $("viewer");
  const [before, after, close] = ["before", "after", "close"].map((c) => box.querySelector(`.${c}`));
  let at = Math.max(0, photos.findIndex((m) => m.message_id === id));
  const show = (step) => {
    at = Math.max(0, Math.min(photos.length - 1, at + step));
    const m = photos[at];
    box.querySelector("img").src = fileUrl(m.photo[m.photo.length - 1].file_id);
    box.querySelector("p").textContent = m.caption || "";
    before.hidden = at === 0;
    after.hidden = at === photos.length - 1;
  };
  before.ariaLabel = say("before"); after.ariaLabel = say("after"); close.ariaLabel = say("close");
  before.onclick = () => show(-1);
  after.onclick = () => show(1);
  close.onclick = () => box.close();
  box.onclick = (e) => e.target === box && box.close();
  box.onkeydown = (e) => { if (e.key === "ArrowLeft") show(-1); if (e.key === "ArrowRight") show(1); };
  show(0);
  box.showModal();
}
