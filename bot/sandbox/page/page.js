// The phone: who holds it, what their chat shows, what they do.
import { Composer } from "./composer.js";
import { $, alertBox, avatar, el, toast } from "./dom.js";
import { Log } from "./log.js";
import { copy } from "./rich.js";
import { get, listen, post } from "./talk.js";
import { moment, say, setNow, speak } from "./words.js";

const SPINS_MS = 15000;
const ACTING_MS = 5000;
const asked = new URLSearchParams(location.search);

const state = {
  person: Number(asked.get("as")) || Number(sessionStorage.getItem("person")) || 1001,
  deep: asked.get("start"), people: [], bot: null, chat: null, seq: 0, missed: null, unread: new Map(), lost: false, loading: 0,
};
const waiting = new Map(); // query id -> { id, at, timer }
const early = new Map(); // answers that came before the press knew its id

const acts = {
  command: (text) => sendText(text),
  link: follow,
  press,
  menu: options,
  jump: (id) => log.jump(id),
  photos: () => log.photos(),
  text: sendText,
  files: sendFiles,
  other: (kind, body) => post(path(kind), body),
};
const log = new Log(acts);
const composer = new Composer(acts);
const path = (rest = "") => `chats/${state.person}${rest && `/${rest}`}`;

async function open(person) {
  const turn = (state.loading += 1);
  const anew = state.person !== person || !state.chat;
  state.person = person;
  state.missed ??= [];
  sessionStorage.setItem("person", person);
  state.unread.delete(person);
  for (const { timer } of waiting.values()) clearTimeout(timer);
  waiting.clear();
  const told = await Promise.all([get(path()), get("people")]).catch(() => null);
  if (turn !== state.loading) return;
  // Nothing came: the stream is broken too, and opens the chat again when it is back.
  if (!told) return lost();
  const [chat, { people, clock }] = told;
  Object.assign(state, { chat, people, clock, bot: chat.bot, seq: chat.seq });
  if (clock) setNow(clock.now);
  composer.name = chat.person.name;
  speak(chat.person.language_code);
  document.title = chat.bot.first_name;
  $("bot-name").textContent = chat.bot.first_name;
  acting(null);
  log.reset(chat.messages);
  composer.load(chat, anew);
  drawPeople();
  drawState();
  const missed = state.missed;
  state.missed = null;
  missed.forEach(happened);
}

function drawState() {
  const { person, messages, description } = state.chat;
  const empty = log.messages.size === 0;
  const starting = !person.started || person.blocked || state.deep !== null;
  $("start").hidden = !starting;
  $("start").textContent = say(person.blocked ? "restart" : "start");
  $("composer").hidden = starting;
  $("welcome").hidden = !empty;
  if (empty) {
    $("welcome").replaceChildren(el("b", {}, description ? say("what") : state.bot.first_name), el("p", {}, description || say("welcome")));
  }
  const status = state.lost ? "lost" : person.blocked ? "blocked" : "bot";
  if (!state.acting) $("status").textContent = say(status);
  $("status").classList.toggle("warn", state.lost);
  const pinned = state.chat.pinned && log.messages.get(state.chat.pinned);
  $("pinned").hidden = !pinned;
  if (pinned) $("pinned").replaceChildren(el("b", {}, say("pinned")), el("span", {}, pinned.text ?? pinned.caption ?? ""));
  return messages;
}

function drawPeople() {
  const me = state.chat.person;
  const who = $("who");
  const waitingElsewhere = [...state.unread.values()].reduce((a, b) => a + b, 0);
  who.replaceChildren(avatar(me), el("span", { class: "who-name" }, el("b", {}, me.name), el("small", {}, me.role)));
  if (waitingElsewhere) who.append(el("span", { class: "count" }, String(waitingElsewhere)));
  who.setAttribute("aria-label", `${say("switchPerson")}: ${me.name}, ${me.role}`);
  $("side-title").textContent = say("people");
  $("side-note").textContent = say("note");
  $("people").replaceChildren(...state.people.map((p) => {
    const unread = state.unread.get(p.id);
    return el("li", {}, el("button", { type: "button", class: "person", "aria-current": p.id === me.id ? "true" : null, onclick: () => { side(false); open(p.id); } },
      avatar(p), el("span", { class: "who-name" }, el("b", {}, p.name), el("small", {}, `${p.role} · ${p.id}`)),
      unread ? el("span", { class: "count", "aria-label": say("unread", unread) }, String(unread)) : null));
  }));
  const english = (me.language_code || "").startsWith("en");
  $("languages").setAttribute("aria-label", say("language"));
  $("languages").replaceChildren(...[["zh-hans", "中文", !english], ["en", "English", english]].map(([code, name, on]) =>
    el("button", { type: "button", "aria-pressed": String(on), onclick: () => !on && language(code) }, name)));
  $("block").textContent = say(me.blocked ? "unblock" : "block");
  $("block").hidden = !me.started;
  drawClock();
}

// Time that goes by: a quarter in a minute.
function drawClock() {
  $("clock").hidden = !state.clock;
  if (!state.clock) return;
  $("clock-title").textContent = say("clock");
  $("clock-now").textContent = moment(state.clock.now);
  const steps = [["hour", { seconds: 3600 }], ["dayStep", { seconds: 86400 }], ["week", { seconds: 604800 }], ["next", { next: true }]];
  $("clock-steps").replaceChildren(...steps.map(([word, body]) =>
    el("button", { type: "button", class: "plain", onclick: () => moveClock(body) }, say(word))));
}

async function moveClock(body) {
  const told = await post("clock", body);
  if (told && !told.found) toast(say("nothingComes"));
}

function clockMoved(now) {
  if (!state.clock) return;
  state.clock = { ...state.clock, now };
  setNow(now);
  $("clock-now").textContent = moment(now);
}

async function language(code) {
  const told = await Promise.all(state.people.map((p) => post(`chats/${p.id}/language`, { language_code: code })));
  if (told.some(Boolean)) await open(state.person);
}

function side(shown) {
  $("side").classList.toggle("open", shown);
  $("who").setAttribute("aria-expanded", String(shown));
  if (shown) $("people").querySelector("[aria-current]")?.focus();
}

// What the person does

async function sendText(text, context = null) {
  if (context?.kind === "edit") return post(path("edit"), { message_id: context.message.message_id, text });
  return post(path("text"), { text, reply_to: context?.message.message_id });
}

async function sendFiles(kind, files, extra) {
  const form = new FormData();
  form.set("kind", kind);
  for (const [name, value] of Object.entries(extra)) form.set(name, value);
  files.forEach((file, i) => form.append(`file${i}`, file, file.name));
  return post(path("files"), form);
}

async function start() {
  const payload = state.deep ? ` ${state.deep}` : "";
  state.deep = null;
  history.replaceState(null, "", location.pathname);
  await sendText(`/start${payload}`);
}

async function press(message, row, column) {
  const at = `${row}:${column}`;
  const id = message.message_id;
  if ([...waiting.values()].some((w) => w.id === id && w.at === at)) return;
  const key = Symbol("press");
  spin(id, at, true);
  waiting.set(key, { id, at });
  const told = await post(path("tap"), { message_id: id, row, column });
  waiting.delete(key);
  if (!told) return spin(id, at, false);
  if (early.has(told.query)) return settle(told.query, id, at, early.get(told.query));
  const timer = setTimeout(() => { waiting.delete(told.query); spin(id, at, false); toast(say("unanswered")); }, SPINS_MS);
  waiting.set(told.query, { id, at, timer });
}

function spin(id, at, on) {
  const [row, column] = at.split(":");
  const key = log.button(id, row, column);
  key?.classList.toggle("busy", on);
  if (key) key.ariaBusy = String(on);
}

function settle(query, id, at, answer) {
  early.delete(query);
  spin(id, at, false);
  if (answer.url) follow(answer.url);
}

function answered(event) {
  const pressed = waiting.get(event.query);
  if (pressed) {
    clearTimeout(pressed.timer);
    waiting.delete(event.query);
    settle(event.query, pressed.id, pressed.at, event);
  } else early.set(event.query, event);
  if (event.text) (event.alert ? alertBox : toast)(event.text);
}

// A link to the bot itself is a deep link; it stays on this page.
function follow(url, event) {
  const name = state.bot.username;
  const found = url.match(new RegExp(`^(?:https?://t\\.me/${name}\\?|tg://resolve\\?domain=${name}&)start=([\\w-]+)`, "i"));
  if (!found) return event ? undefined : window.open(url, "_blank", "noopener");
  event?.preventDefault();
  state.deep = found[1];
  return start();
}

function options(message) {
  const text = message.text ?? message.caption;
  const item = (word, act) => el("button", { type: "button", class: "option", onclick: () => { composer.closeSheet(); act(); } }, say(word));
  const mine = !message.from.is_bot;
  composer.sheet([
    item("reply", () => composer.about({ kind: "reply", message })),
    ...(text ? [item("copy", () => copy(text))] : []),
    ...(mine && text ? [item("edit", () => composer.about({ kind: "edit", message }))] : []),
    item("cancel", () => {}),
  ]);
}

// What happens

let actingTimer;
function acting(action) {
  clearTimeout(actingTimer);
  state.acting = action;
  const typing = action === "typing";
  $("typing").hidden = !typing;
  const word = typing ? "typing" : action?.startsWith("record") ? "recording" : action ? "uploading" : "bot";
  $("status").textContent = say(word);
  $("status").classList.toggle("acting", Boolean(action));
  if (action) actingTimer = setTimeout(() => { acting(null); drawState(); }, ACTING_MS);
}

function happened(event) {
  if (state.missed) return state.missed.push(event);
  if (event.kind === "commands") return refresh();
  if (event.kind === "clock") return clockMoved(event.now);
  if (event.chat !== state.person) return elsewhere(event);
  if (event.seq <= state.seq) return;
  state.seq = event.seq;
  ({
    message: () => arrived(event.message),
    edit: () => log.put(event.message, false),
    reaction: () => log.put(event.message, false),
    delete: () => log.remove(event.message_id),
    answered: () => answered(event),
    action: () => acting(event.action),
    keyboard: () => composer.load({ ...state.chat, ...event }, false),
    pin: () => (state.chat.pinned = event.message_id),
    blocked: () => { state.chat.person.blocked = event.blocked; drawPeople(); },
    language: () => refresh(),
  })[event.kind]?.();
  if (event.kind !== "action") drawState();
}

function arrived(message) {
  state.chat.person.started = true;
  log.put(message, true);
  if (message.from?.is_bot) {
    acting(null);
  } else drawPeople();
}

function elsewhere(event) {
  if (event.kind !== "message" || !event.message?.from?.is_bot) return;
  if (!state.people.some((p) => p.id === event.chat)) return;
  state.unread.set(event.chat, (state.unread.get(event.chat) ?? 0) + 1);
  drawPeople();
}

function lost() {
  state.lost = true;
  if (state.chat) drawState();
}

const refresh = () => open(state.person);

$("who").addEventListener("click", () => side(!$("side").classList.contains("open")));
$("side").addEventListener("click", (e) => e.target === $("side") && side(false));
addEventListener("keydown", (e) => e.key === "Escape" && side(false));
$("start").addEventListener("click", start);
$("pinned").addEventListener("click", () => log.jump(state.chat.pinned));
$("block").addEventListener("click", () => { side(false); post(path("block"), { blocked: !state.chat.person.blocked }); });

listen({
  hello: () => { state.lost = false; refresh(); },
  event: happened,
  lost,
});
