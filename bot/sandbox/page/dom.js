// Elements, and the two things that lie over the chat for a moment.
import { say } from "./words.js";

export const $ = (id) => document.getElementById(id);

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((c) => c !== null && c !== undefined));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(path, solid = false) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  if (solid) line.setAttribute("class", "solid");
  svg.append(line);
  return svg;
}

export const PATHS = {
  photo: "M4 7h3l2-2.5h6L17 7h3v12H4zM12 16.5a3.7 3.7 0 100-7.4 3.7 3.7 0 000 7.4z",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  voice: "M12 15a3.5 3.5 0 003.5-3.5v-5a3.5 3.5 0 00-7 0v5A3.5 3.5 0 0012 15zM5.5 11.5a6.5 6.5 0 0013 0M12 18v3",
  location: "M12 21s7-6.2 7-11.5a7 7 0 00-14 0C5 14.8 12 21 12 21zM12 12a2.5 2.5 0 100-5 2.5 2.5 0 000 5z",
  sticker: "M20 13a8 8 0 11-9-9l9 9zM11 4c0 5 4 9 9 9",
  poll: "M6 20v-8M12 20V4M18 20v-5",
  contact: "M12 12a4 4 0 100-8 4 4 0 000 8zM4 21c0-4 3.5-7 8-7s8 3 8 7",
  play: "M8 5l11 7-11 7z",
  pause: "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  link: "M8 16L17 7M10 7h7v7",
  get: "M12 4v11M7 11l5 5 5-5M5 20h14",
};

let fading;
export function toast(text) {
  const box = $("toast");
  box.textContent = text;
  box.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => box.classList.remove("shown"), Math.min(7000, 2200 + text.length * 60));
}

export function alertBox(text) {
  const box = $("alert");
  box.querySelector("p").textContent = text;
  const button = box.querySelector("button");
  button.textContent = say("ok");
  button.onclick = () => box.close();
  if (!box.open) box.showModal();
}

const GRADIENTS = [["#f2749a", "#d5406e"], ["#4fb5e6", "#2a86c9"], ["#67c26b", "#3a9a4e"], ["#a88be8", "#7b5bd0"]];
export function avatar(person) {
  const [from, to] = GRADIENTS[person.id % GRADIENTS.length];
  const face = el("span", { class: "avatar", "aria-hidden": "true" }, [...person.name][0]);
  face.style.background = `linear-gradient(${from}, ${to})`;
  return face;
}
