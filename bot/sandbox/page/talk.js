// The server: acts of whoever holds the phone, and the stream of what happens.
import { toast } from "./dom.js";
import { say } from "./words.js";

export async function get(path) {
  const answer = await fetch(`page/${path}`);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

// Sends an act; what was refused or lost is said in a toast, and null comes back.
export async function post(path, body) {
  const form = body instanceof FormData;
  const headers = form ? {} : { "content-type": "application/json" };
  try {
    const answer = await fetch(`page/${path}`, { method: "POST", headers, body: form ? body : JSON.stringify(body) });
    const told = await answer.json();
    if (answer.ok) return told;
    toast(`${say("unsent")}: ${told.description}`);
  } catch {
    toast(say("unsent"));
  }
  return null;
}

export function listen({ hello, event, lost }) {
  const stream = new EventSource("page/events");
  stream.addEventListener("hello", () => hello());
  stream.onmessage = (message) => event(JSON.parse(message.data));
  stream.onerror = () => lost();
}
