// Media of catalogue items. They need the credential, so they come as blobs and not by address.
import { getBlob, getJson, getPicture } from "./api.js";

const AT_ONCE = 4;
const known = new Map();
const waiting = [];
let running = 0;

/** The same promise for the same key, a few requests at a time. */
function once(key, load) {
  if (!known.has(key)) {
    const promise = queued(load);
    known.set(key, promise);
    promise.catch(() => known.delete(key));
  }
  return known.get(key);
}

async function queued(load) {
  if (running >= AT_ONCE) await new Promise((go) => waiting.push(go));
  running += 1;
  try {
    return await load();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** One item as stored: {id, record, media}. */
export const storedItem = (id) =>
  once(`item ${id}`, () => getJson(`v1/items/${encodeURIComponent(id)}`));

/** A picture of a medium, the file itself where browsers show it: {url, nearest, farthest}. */
export const lookOf = (medium) =>
  once(`picture ${medium.hash}`, async () => {
    const path = `v1/media/${medium.hash}`;
    if (medium.modality === "image" && medium.page === null) {
      const blob = await getBlob(path);
      if (blob.type.startsWith("image/")) return { url: URL.createObjectURL(blob) };
    }
    return getPicture(`${path}?as=png`);
  });

/** The file of a recording. */
export const soundBlob = (medium) =>
  once(`sound ${medium.hash}`, () => getBlob(`v1/media/${medium.hash}`));

/** What to show an item by: its first picture, page or depth map; undefined for none. */
export const firstLook = (media) =>
  ["image", "depth", "thermal"]
    .map((modality) => media.find((medium) => medium.modality === modality))
    .find(Boolean);

document.addEventListener("credential", () => known.clear());
