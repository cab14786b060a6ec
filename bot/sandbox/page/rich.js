// Text with entities, as elements.
import { el, toast } from "./dom.js";
import { say } from "./words.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

// acts: { command(text), link(url) }
export function rich(text, entities = [], acts = {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, sorted, acts);
}

function span(text, from, to, entities, acts) {
  const out = document.createDocumentFragment();
  let at = from;
  for (let i = 0; i < entities.length; ) {
    const entity = entities[i];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    const inner = [];
    for (i += 1; i < entities.length && entities[i].offset < end; i += 1) inner.push(entities[i]);
    if (end <= start) continue;
    // A block stands on lines of its own: the break before it and the one after are its edges.
    const block = BLOCKS.has(entity.type);
    const before = text.slice(at, start);
    out.append(block ? before.replace(/\n$/, "") : before);
    out.append(one(entity, text.slice(start, end), span(text, start, end, inner, acts), acts));
    at = block && end < to && text[end] === "\n" ? end + 1 : end;
  }
  out.append(text.slice(at, to));
  return out;
}

function one(entity, plain, body, acts) {
  const kind = entity.type;
  if (TAGS[kind]) {
    const node = el(TAGS[kind], {}, body);
    if (kind === "code" || kind === "pre") node.addEventListener("click", () => copy(plain));
    return node;
  }
  if (kind === "text_link" || kind === "url") {
    const href = entity.url || plain;
    return el("a", { href, target: "_blank", rel: "noopener", onclick: (e) => acts.link?.(href, e) }, body);
  }
  if (kind === "email") return el("a", { href: `mailto:${plain}` }, body);
  if (kind === "bot_command") return el("button", { class: "inline-link", type: "button", onclick: () => acts.command?.(plain) }, body);
  if (kind === "mention" || kind === "hashtag") return el("span", { class: "tag" }, body);
  if (kind === "spoiler") return spoiler(body);
  if (kind === "blockquote") return el("blockquote", {}, body);
  if (kind === "expandable_blockquote") return expandable(body);
  return el("span", {}, body);
}

function spoiler(body) {
  const node = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": say("spoiler") }, body);
  const show = () => { node.classList.add("open"); ["role", "tabindex", "aria-label"].forEach((a) => node.removeAttribute(a)); };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (e) => (e.key === "Enter" || e.key === " ") && (e.preventDefault(), show()));
  return node;
}

function expandable(body) {
  const inside = el("div", { class: "fold" }, body);
  const toggle = el("button", { class: "fold-toggle", type: "button", "aria-expanded": "false", hidden: true }, say("showMore"));
  const quote = el("blockquote", { class: "expandable" }, inside, toggle);
  toggle.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    toggle.textContent = say(open ? "showLess" : "showMore");
    toggle.setAttribute("aria-expanded", String(open));
  });
  new ResizeObserver((_, watch) => {
    if (!inside.clientHeight) return;
    watch.disconnect();
    toggle.hidden = inside.scrollHeight <= inside.clientHeight + 2;
  }).observe(inside);
  return quote;
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(say("copied"));
  } catch {
    toast(text);
  }
}
