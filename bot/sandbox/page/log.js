// The list of messages on the screen: kept equal to the chat, scrolled as a hand would want it.
import { bubble, replace } from "./bubbles.js";
import { $, el } from "./dom.js";
import { day, say } from "./words.js";

const NEAR = 140;

export class Log {
  constructor(acts) {
    this.acts = acts;
    this.messages = new Map();
    this.shown = new Map(); // key -> { node, parts }
    this.stuck = true;
    this.unseen = 0;
    this.scroller = $("scroll");
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.stuck && this.bottom(false)).observe($("log"));
    new ResizeObserver(() => this.stuck && this.bottom(false)).observe(this.scroller);
    $("down").addEventListener("click", () => { this.stuck = true; this.bottom(true); });
  }

  reset(messages) {
    this.messages = new Map(messages.map((m) => [m.message_id, m]));
    this.shown.clear();
    $("log").replaceChildren();
    this.unseen = 0;
    this.stuck = true;
    this.draw();
    this.bottom(false);
  }

  put(message, fresh) {
    if (!fresh && !this.messages.has(message.message_id)) return;
    this.messages.set(message.message_id, message);
    const mine = !message.from?.is_bot;
    if (fresh && mine) this.stuck = true;
    if (fresh && !mine && !this.stuck) this.unseen += 1;
    this.draw();
    if (this.stuck) this.bottom(fresh);
    this.badge();
  }

  remove(id) {
    this.messages.delete(id);
    this.draw();
  }

  photos() {
    return [...this.messages.values()].filter((m) => m.photo);
  }

  groups() {
    const groups = [];
    for (const message of this.messages.values()) {
      const last = groups[groups.length - 1];
      if (message.media_group_id && last?.album === message.media_group_id) last.parts.push(message);
      else groups.push({ key: `m${message.message_id}`, album: message.media_group_id, parts: [message] });
    }
    return groups;
  }

  draw() {
    const list = $("log");
    const wanted = new Map();
    let date = "";
    for (const group of this.groups()) {
      const on = day(group.parts[0].date);
      if (on !== date) wanted.set(`d${on}`, { chip: on });
      date = on;
      wanted.set(group.key, group);
    }
    for (const [key, { node }] of this.shown) {
      if (wanted.has(key)) continue;
      node.remove();
      this.shown.delete(key);
    }
    let after = null;
    for (const [key, group] of wanted) {
      const node = this.node(key, group);
      if (after ? after.nextSibling !== node : list.firstChild !== node) list.insertBefore(node, after ? after.nextSibling : list.firstChild);
      after = node;
    }
    this.tails();
  }

  node(key, group) {
    const old = this.shown.get(key);
    if (old && same(old.parts, group.parts)) return old.node;
    const node = group.chip ? el("li", { class: "chip" }, el("span", {}, group.chip)) : bubble(group.parts, this.acts);
    if (old) replace(old.node, node);
    this.shown.set(key, { node, parts: group.parts });
    return node;
  }

  // Only the last of several bubbles in a row has a tail.
  tails() {
    const items = [...$("log").children];
    items.forEach((item, i) => {
      const side = item.classList.contains("mine") ? "mine" : "theirs";
      item.classList.toggle("tail", !items[i + 1]?.classList.contains(side));
    });
  }

  bottom(smooth) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
    this.unseen = 0;
    this.badge();
  }

  scrolled() {
    const left = this.scroller.scrollHeight - this.scroller.clientHeight - this.scroller.scrollTop;
    // On the way down by itself the list still counts as held at its end; only a hand moves it up.
    if (this.scroller.scrollTop < (this.at ?? 0) - 2 && left > 4) this.stuck = left < NEAR;
    else if (left < NEAR) this.stuck = true;
    this.at = this.scroller.scrollTop;
    if (this.stuck) this.unseen = 0;
    this.badge();
  }

  badge() {
    const button = $("down");
    button.hidden = this.stuck;
    button.setAttribute("aria-label", say("down"));
    const count = button.querySelector("b");
    count.hidden = !this.unseen;
    count.textContent = String(this.unseen);
  }

  jump(id) {
    const node = $("log").querySelector(`[data-id="${id}"]`);
    if (!node) return;
    this.stuck = false;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.remove("glow");
    requestAnimationFrame(() => node.classList.add("glow"));
  }

  button(id, row, column) {
    return $("log").querySelector(`[data-id="${id}"] [data-at="${row}:${column}"]`);
  }
}

function same(old, fresh) {
  if (!old || !fresh) return !old && !fresh;
  return old.length === fresh.length && old.every((m, i) => m === fresh[i]);
}
