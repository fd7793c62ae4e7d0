// What is asked with and browsers cannot show, as pictures that the service makes.
import { pictureOf } from "./api.js";
import { element } from "./dom.js";

const SHOWN_BY_SERVICE = ["document", "depth", "thermal"];

/** Whether the service has to make a picture of it. */
export const needsPicture = ({ kind }) => SHOWN_BY_SERVICE.includes(kind);

/** The same promise of a picture for the same page of the same file. */
export function previews(attachment, facts = null) {
  const pages = new Map();
  return (page = 1) => {
    if (!pages.has(page)) pages.set(page, pictureOf(attachment, { page, facts }));
    return pages.get(page);
  };
}

/** What the greys of a depth map mean; nothing for any other picture. */
export function legend({ nearest, farthest }) {
  if (!(nearest > 0)) return null;
  return element("span", { class: "legend" },
    element("span", {}, `nearest ${metres(nearest)}`),
    element("span", { class: "greys", "aria-hidden": true }),
    element("span", {}, `farthest ${metres(farthest)}`));
}

/** 0.4213 as "0.42 m". */
const metres = (length) => `${length.toPrecision(length < 10 ? 2 : 3)} m`.replace(/\.0+ m$/, " m");
