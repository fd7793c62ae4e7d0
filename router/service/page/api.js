// Requests to the service, and what went wrong with them.
import { credential } from "./credential.js";

/** A problem document (RFC 9457), or a service that did not answer (status 0). */
export class Problem extends Error {
  constructor(status, detail, retryAfter = null) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

async function request(path, options = {}) {
  const headers = new Headers(options.headers);
  const secret = credential();
  if (secret) headers.set("Authorization", `Bearer ${secret}`);
  let response;
  try {
    response = await fetch(new URL(path, document.baseURI), { ...options, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, "The service does not answer.");
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response) {
  let detail = response.statusText || `The service answered ${response.status}.`;
  try {
    detail = (await response.json()).detail ?? detail;
  } catch { /* not a problem document: the status says it */ }
  return new Problem(response.status, detail, response.headers.get("Retry-After"));
}

export const getJson = async (path) => (await request(path)).json();
export const getText = async (path) => (await request(path)).text();
export const getBlob = async (path) => (await request(path)).blob();

/**
 * A picture of what browsers cannot show: {url, hash, nearest, farthest}.
 *
 * `hash` is what readings name the medium by; the last two are the metres of a depth map that are
 * white and black, and NaN for anything else.
 */
export async function getPicture(path, options) {
  const response = await request(path, options);
  const metres = (name) => parseFloat(response.headers.get(`X-${name}-Metres`));
  return {
    url: URL.createObjectURL(await response.blob()),
    hash: response.headers.get("X-Content-Hash"),
    nearest: metres("Nearest"), farthest: metres("Farthest"),
  };
}

/** A picture of one file: of a document one page, of a depth map with what is stated of it. */
export function pictureOf({ kind, file }, { page = 1, facts = null } = {}) {
  const body = new FormData();
  const stated = { page, media: facts ? { [kind]: [facts] } : {} };
  body.append("request", new Blob([JSON.stringify(stated)], { type: "application/json" }));
  body.append(kind, file, file.name || kind);
  return getPicture("v1/picture", { method: "POST", body });
}

/** A drawing of the judge graph with the way of one item or dossier. */
export async function wayDrawing({ id, verdicts, shadows = [] }) {
  const findings = (steps) => steps.map(({ judge, outcome }) => ({ judge, outcome }));
  const body = { id: id.slice(0, 256), verdicts: findings(verdicts), shadows: findings(shadows) };
  const response = await request("v1/graph", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  return response.blob();
}

/** Asks; calls confirmed(item) as items are confirmed, and returns the whole answer. */
export async function search(query, attachments, { confirmed, signal }) {
  const body = new FormData();
  body.append("request", new Blob([JSON.stringify(query)], { type: "application/json" }));
  for (const { kind, file } of attachments) body.append(kind, file, file.name || kind);
  const response = await request("v1/search", {
    method: "POST", body, signal, headers: { Accept: "application/x-ndjson, application/json" },
  });
  if (!response.headers.get("Content-Type")?.startsWith("application/x-ndjson")) {
    return response.json();
  }
  for await (const event of lines(response.body)) {
    if (event.event === "confirmed") confirmed(event.item);
    else if (event.event === "answer") return event.answer ?? event;
    else if (event.event === "problem") {
      const { status, detail } = event.problem ?? event;
      throw new Problem(status ?? 500, detail);
    }
  }
  throw new Problem(0, "The answer ended before it was whole.");
}

async function* lines(stream) {
  let rest = "";
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    const parts = (rest + (value ?? "")).split("\n");
    rest = done ? "" : parts.pop();
    for (const line of parts) if (line.trim()) yield JSON.parse(line);
    if (done) return;
  }
}
