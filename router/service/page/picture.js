// Evidence drawn on a picture.
import { element, svg } from "./dom.js";

/** A picture with the boxes of readings on it; `url` may be a promise. */
export function picture(url, alternative, found = []) {
  const image = element("img", { alt: alternative });
  const frame = element("div", { class: "picture" }, image);
  image.addEventListener("load", () => {
    const boxed = found.filter(({ reading }) => reading.box);
    if (boxed.length) frame.append(overlay(boxed, image));
  });
  Promise.resolve(url).then((address) => { image.src = address; }, () => frame.replaceChildren("no picture"));
  return frame;
}

function overlay(boxed, image) {
  const [width, height] = sizeOf(boxed, image);
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": true },
    boxed.map(({ outcome, reading }) => {
      const points = reading.box.map(([x, y]) => `${x},${y}`).join(" ");
      return [svg("polygon", { points, class: "mark-halo" }),
        svg("polygon", { points, class: `mark ${outcome}` })];
    }));
}

/** In pixels of the medium, in which boxes are given. */
function sizeOf(boxed, image) {
  const stated = boxed.map(({ reading }) => reading.details?.size).find(Boolean);
  return stated ?? [image.naturalWidth, image.naturalHeight];
}
