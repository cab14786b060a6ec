// Everything under the chat: typing, commands, attachments, voice, the bot's own keyboard.
import { $, el, icon, PATHS, toast } from "./dom.js";
import { kindOf } from "./bubbles.js";
import { length, say } from "./words.js";

const STICKERS = ["👍", "👌", "🙏", "👏", "💪", "🎉", "😊", "😂", "🤔", "😮", "😢", "❤️"];
const LONGEST_SIDE = 1600;

// acts: { text(text, options), files(kind, files, extra), other(kind, body) }
export class Composer {
  constructor(acts) {
    this.acts = acts;
    this.commands = [];
    this.context = null; // { kind: "reply" | "edit", message }
    this.text = $("text");
    $("composer").addEventListener("submit", (e) => { e.preventDefault(); this.send(); });
    this.text.addEventListener("input", () => this.changed());
    this.text.addEventListener("keydown", (e) => this.key(e));
    this.text.addEventListener("paste", (e) => this.pasted(e));
    $("menu").addEventListener("click", () => this.toggleCommands());
    $("attach").addEventListener("click", () => this.attachments());
    $("mic").addEventListener("click", () => this.record());
    $("pick-photo").addEventListener("change", (e) => this.picked(e, "photo"));
    $("pick-file").addEventListener("change", (e) => this.picked(e, "document"));
    $("pick-voice").addEventListener("change", (e) => this.picked(e, "voice"));
    $("replying").querySelector("button").addEventListener("click", () => this.about(null));
    addEventListener("keydown", (e) => e.key === "Escape" && this.away());
    document.addEventListener("pointerdown", (e) => {
      if (!e.target.closest("#commands, #menu, #text")) $("commands").hidden = true;
      if (!e.target.closest("#sheet, #attach, .more")) this.closeSheet();
    });
  }

  label() {
    this.text.placeholder = this.placeholder || say("placeholder");
    this.text.setAttribute("aria-label", say("placeholder"));
    for (const [id, word] of [["attach", "attach"], ["send", "send"], ["mic", "mic"], ["menu", "menu"], ["record-send", "send"]]) $(id).setAttribute("aria-label", say(word));
    $("menu").querySelector("span").textContent = say("menu");
    $("record-cancel").textContent = say("cancel");
    $("replying").querySelector("button").setAttribute("aria-label", say("cancel"));
  }

  load({ commands, keyboard, placeholder }, anew) {
    this.commands = commands;
    this.placeholder = placeholder;
    $("menu").hidden = !commands.length;
    this.label();
    this.keyboard(keyboard);
    if (!anew) return;
    this.about(null);
    this.text.value = "";
    this.changed();
  }

  changed() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 150)}px`;
    const typed = this.text.value.trim() !== "";
    $("send").hidden = !typed;
    $("mic").hidden = typed;
    $("composer").classList.toggle("typed", this.text.value !== "");
    if (this.text.value.startsWith("/")) this.showCommands(this.text.value.slice(1).toLowerCase());
    else $("commands").hidden = true;
  }

  key(e) {
    const list = $("commands");
    if (!list.hidden && (e.key === "ArrowUp" || e.key === "ArrowDown")) {
      e.preventDefault();
      (e.key === "ArrowUp" ? list.lastElementChild : list.firstElementChild)?.focus();
    } else if (e.key === "Enter" && !e.shiftKey && !e.isComposing) {
      e.preventDefault();
      this.send();
    }
  }

  async send() {
    const text = this.text.value.trim();
    if (!text) return;
    const context = this.context;
    this.text.value = "";
    this.about(null);
    this.changed();
    if (!(await this.acts.text(text, context)) && !this.text.value) {
      this.text.value = text;
      this.changed();
    }
  }

  about(context) {
    this.context = context;
    const bar = $("replying");
    bar.hidden = !context;
    if (!context) return;
    const { kind, message } = context;
    const what = message.text ?? message.caption ?? say(kindOf(message));
    bar.querySelector("span").replaceChildren(el("b", {}, say(kind === "edit" ? "editing" : "replying")), " ", what);
    if (kind === "edit") this.text.value = message.text ?? message.caption ?? "";
    this.changed();
    this.text.focus();
  }

  toggleCommands() {
    if ($("commands").hidden) this.showCommands("");
    else $("commands").hidden = true;
  }

  showCommands(start) {
    const list = $("commands");
    const fitting = this.commands.filter((c) => c.command.startsWith(start));
    list.replaceChildren(...fitting.map((c) => el("button", { type: "button", role: "option", onclick: () => this.command(c), onkeydown: roving },
      el("span", {}, c.description), el("small", {}, `/${c.command}`))));
    list.hidden = !fitting.length;
  }

  command(chosen) {
    $("commands").hidden = true;
    this.text.value = "";
    this.changed();
    this.acts.text(`/${chosen.command}`, null);
  }

  away() {
    $("commands").hidden = true;
    this.closeSheet();
    if (this.context) { this.text.value = ""; this.about(null); this.changed(); }
  }

  sheet(items) {
    const box = $("sheet");
    box.replaceChildren(...items);
    box.hidden = false;
    box.querySelector("button")?.focus({ preventScroll: true });
  }

  closeSheet() {
    $("sheet").hidden = true;
  }

  attachments() {
    if (!$("sheet").hidden) return this.closeSheet();
    const choice = (name, act) => el("button", { type: "button", class: `attach attach-${name}`, onclick: () => { this.closeSheet(); act(); } },
      el("span", { class: "disc" }, icon(PATHS[name])), say(name));
    this.sheet([el("div", { class: "attach-grid" },
      choice("photo", () => $("pick-photo").click()),
      choice("file", () => $("pick-file").click()),
      choice("voice", () => $("pick-voice").click()),
      choice("location", () => this.where()),
      choice("sticker", () => this.stickers()),
      choice("contact", () => this.acts.other("contact", { first_name: "张三", phone_number: "+8613800000000" })),
      choice("poll", () => this.acts.other("poll", { question: "午饭?", options: ["面", "饭"] })),
    )]);
  }

  stickers() {
    this.sheet([el("div", { class: "sticker-grid" }, ...STICKERS.map((emoji) =>
      el("button", { type: "button", onclick: () => { this.closeSheet(); this.acts.other("sticker", { emoji }); } }, emoji)))]);
  }

  where() {
    const send = (latitude, longitude) => this.acts.other("location", { latitude, longitude });
    const usual = () => send(31.2304, 121.4737);
    if (!navigator.geolocation) return usual();
    navigator.geolocation.getCurrentPosition((p) => send(p.coords.latitude, p.coords.longitude), usual, { timeout: 4000 });
  }

  caption() {
    const caption = this.text.value.trim();
    this.text.value = "";
    this.changed();
    return caption;
  }

  async picked(event, kind) {
    const files = [...event.target.files];
    event.target.value = "";
    if (files.length) await this.give(kind, files);
  }

  async pasted(event) {
    const pictures = [...(event.clipboardData?.files ?? [])].filter((f) => f.type.startsWith("image/"));
    if (!pictures.length) return;
    event.preventDefault();
    await this.give("photo", pictures);
  }

  async give(kind, files) {
    const caption = kind === "voice" ? "" : this.caption();
    const ready = kind === "photo" ? await Promise.all(files.slice(0, 10).map(smaller)) : files.slice(0, 10);
    if (kind === "voice") for (const file of ready) await this.acts.files("voice", [file], { duration: Math.round(await seconds(file)) });
    else await this.acts.files(kind, ready, { caption });
  }

  async record() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      toast(say("noMic"));
      return $("pick-voice").click();
    }
    const type = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"].find((t) => MediaRecorder.isTypeSupported(t));
    const recorder = new MediaRecorder(stream, type ? { mimeType: type } : {});
    const parts = [];
    const began = performance.now();
    const ticking = setInterval(() => ($("recorded").textContent = length((performance.now() - began) / 1000)), 200);
    let keep = false;
    recorder.ondataavailable = (e) => parts.push(e.data);
    recorder.onstop = () => {
      clearInterval(ticking);
      stream.getTracks().forEach((t) => t.stop());
      this.recording(false);
      const kind = (recorder.mimeType || "audio/ogg").split(";")[0];
      const name = `voice.${{ "audio/webm": "webm", "audio/mp4": "m4a" }[kind] ?? "ogg"}`;
      const duration = Math.max(1, Math.round((performance.now() - began) / 1000));
      if (keep) this.acts.files("voice", [new File(parts, name, { type: kind })], { duration });
    };
    $("record-cancel").onclick = () => recorder.stop();
    $("record-send").onclick = () => { keep = true; recorder.stop(); };
    $("recorded").textContent = "0:00";
    this.recording(true);
    recorder.start();
  }

  recording(on) {
    $("recorder").hidden = !on;
    $("composer").hidden = on;
    if (on) $("record-send").focus();
  }

  keyboard(markup) {
    const box = $("keyboard");
    box.hidden = !markup;
    if (!markup) return box.replaceChildren();
    box.replaceChildren(...markup.keyboard.map((row) => el("div", { class: "keys-row" }, ...row.map((b) =>
      el("button", { type: "button", class: `key${b.style ? ` ${b.style}` : ""}`, onclick: () => this.answer(b, markup) }, el("span", { class: "label" }, b.text))))));
  }

  answer(button, markup) {
    if (markup.one_time_keyboard) $("keyboard").hidden = true;
    if (button.request_location) this.where();
    else if (button.request_contact) this.acts.other("contact", { first_name: this.name, phone_number: "+8613800000000" });
    else this.acts.text(button.text, null);
  }
}

function roving(e) {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[e.key];
  if (!step) return;
  e.preventDefault();
  (e.currentTarget[step] ?? $("text")).focus();
}

// A photo as an app sends it: no side longer than it shows, as JPEG.
async function smaller(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = el("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.87));
    return new File([blob], "photo.jpg", { type: "image/jpeg" });
  } catch {
    return file;
  }
}

function seconds(file) {
  return new Promise((done) => {
    const sound = new Audio(URL.createObjectURL(file));
    const end = () => { URL.revokeObjectURL(sound.src); done(Number.isFinite(sound.duration) ? sound.duration : 0); };
    sound.onloadedmetadata = end;
    sound.onerror = end;
  });
}
