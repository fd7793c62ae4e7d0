// Which kind of medium a file is, by its first bytes. The one who asks may say otherwise.

const ascii = (bytes, from, to) => String.fromCharCode(...bytes.subarray(from, to));

/** One of the kinds that the service takes. */
export async function kindOf(file, taken) {
  const head = new Uint8Array(await file.slice(0, 64).arrayBuffer());
  const guess = guessed(head, file);
  return taken.includes(guess) ? guess : taken.find((kind) => kind !== "text") ?? "image";
}

function guessed(head, file) {
  if (ascii(head, 0, 5) === "%PDF-") return "document";
  if (ascii(head, 1, 6) === "NUMPY") return "depth";
  if (ascii(head, 1, 4) === "PNG") return isGrey16(head) ? "depth" : "image";
  if (ascii(head, 0, 2) === "P5") return /\s65535\s/.test(ascii(head, 0, 64)) ? "depth" : "image";
  if (ascii(head, 0, 4) === "RIFF") return soundOrPicture(ascii(head, 8, 12));
  if (["fLaC", "OggS", "FORM"].includes(ascii(head, 0, 4)) || ascii(head, 0, 3) === "ID3") return "audio";
  if (file.type.startsWith("audio/")) return "audio";
  if (ascii(head, 4, 8) === "ftyp" || file.type.startsWith("video/")) return "video";
  if (file.name?.endsWith(".csv")) return "imu";
  return "image";
}

/** PNG: bit depth and colour type stand at bytes 24 and 25. */
const isGrey16 = (head) => head[24] === 16 && head[25] === 0;

const soundOrPicture = (form) => ({ WAVE: "audio", "AVI ": "video" })[form] ?? "image";
