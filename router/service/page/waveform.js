// The waveform of a recording, with the spans that were heard.
import { element, svg } from "./dom.js";

const COLUMNS = 240;
const RATE = 16000; // enough for a drawing

/** A waveform with a player; `blob` may be a promise. */
export function waveform(blob, found = []) {
  const drawing = svg("svg", {
    class: "wave", viewBox: `0 -1 ${COLUMNS} 2`, preserveAspectRatio: "none", "aria-hidden": true,
  });
  const player = element("audio", { controls: true, preload: "metadata" });
  Promise.resolve(blob).then(async (file) => {
    player.src = URL.createObjectURL(file);
    const sound = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await file.arrayBuffer());
    drawing.append(...spans(found, sound.duration), svg("path", { d: outline(sound.getChannelData(0)) }));
  }).catch(() => drawing.replaceWith("This recording cannot be played here."));
  return [drawing, player];
}

/** Loudest and quietest sample of every column, as one closed path. */
function outline(samples) {
  const step = samples.length / COLUMNS;
  const loudest = peak(samples, 0, samples.length) || 1;
  let path = "";
  for (let column = 0; column < COLUMNS; column += 1) {
    const height = peak(samples, Math.floor(column * step), Math.ceil((column + 1) * step)) / loudest;
    const half = Math.max(0.9 * height, 0.01).toFixed(3);
    path += `M${column + 0.15} -${half}h.7V${half}h-.7z`;
  }
  return path;
}

function peak(samples, from, to) {
  let most = 0;
  for (let at = from; at < Math.min(to, samples.length); at += 1) most = Math.max(most, Math.abs(samples[at]));
  return most;
}

function spans(found, seconds) {
  return found.filter(({ reading }) => reading.span).map(({ outcome, reading }) => {
    const [start, end] = reading.span.map((second) => (second / seconds) * COLUMNS);
    return svg("rect", { x: start, y: -1, width: Math.max(end - start, 1), height: 2, class: outcome });
  });
}
