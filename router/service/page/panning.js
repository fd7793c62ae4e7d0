// Moves and zooms a drawing by its viewBox: pointer, wheel and keys.

const CLOSEST = 6;
const LEGIBLE = 0.4; // pixels of the page for one of the drawing

/** What is seen of a drawing in a frame. */
export class Panning {
  #frame;
  #drawing;
  #whole;
  #seen;

  constructor(frame, drawing, whole) {
    [this.#frame, this.#drawing, this.#whole] = [frame, drawing, whole];
    this.#begin();
    this.#wire();
  }

  /** All of it where that is legible, else what comes first, at a size that is. */
  #begin() {
    const [left, top, width, height] = this.#whole;
    if (this.#frame.clientWidth / width >= LEGIBLE) return this.fit();
    const share = this.#frame.clientWidth / (2 * LEGIBLE) / width;
    return this.#show([left, top + (height * (1 - share)) / 2, width * share, height * share]);
  }

  fit() {
    this.#show([...this.#whole]);
  }

  /** By a factor, around a point of the frame in [0, 1]; the middle by default. */
  zoom(factor, [px, py] = [0.5, 0.5]) {
    const [x, y, width, height] = this.#seen;
    const next = Math.min(Math.max(width / factor, this.#whole[2] / CLOSEST), this.#whole[2] * 1.5);
    const scale = next / width;
    this.#show([x + px * (width - next), y + py * height * (1 - scale), next, height * scale]);
  }

  /** By shares of what is seen. */
  move(dx, dy) {
    const [x, y, width, height] = this.#seen;
    this.#show([x + dx * width, y + dy * height, width, height]);
  }

  /** Brings a box into sight, where it is not. */
  reveal({ x, y, width, height }) {
    const [left, top, wide, high] = this.#seen;
    const inside = x >= left && x + width <= left + wide && y >= top && y + height <= top + high;
    if (!inside) this.#show([x + width / 2 - wide / 2, y + height / 2 - high / 2, wide, high]);
  }

  #show([x, y, width, height]) {
    const [left, top, wide, high] = this.#whole;
    const within = (at, least, most) => Math.min(Math.max(at, least), most);
    this.#seen = [
      within(x, left - width / 2, left + wide - width / 2),
      within(y, top - height / 2, top + high - height / 2), width, height];
    this.#drawing.setAttribute("viewBox", this.#seen.map((each) => each.toFixed(1)).join(" "));
  }

  #wire() {
    const frame = this.#frame;
    frame.addEventListener("keydown", (event) => this.#key(event));
    frame.addEventListener("wheel", (event) => {
      event.preventDefault();
      const { left, top, width, height } = frame.getBoundingClientRect();
      this.zoom(Math.exp(-event.deltaY / 400), [(event.clientX - left) / width, (event.clientY - top) / height]);
    }, { passive: false });
    frame.addEventListener("pointerdown", (event) => {
      if (event.button === 0) frame.classList.add("moving");
    });
    frame.addEventListener("pointermove", (event) => {
      if (!frame.classList.contains("moving")) return;
      this.move(-event.movementX / frame.clientWidth, -event.movementY / frame.clientHeight);
    });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
      frame.addEventListener(end, () => frame.classList.remove("moving"));
    }
  }

  #key(event) {
    const does = {
      ArrowLeft: () => this.move(-0.1, 0), ArrowRight: () => this.move(0.1, 0),
      ArrowUp: () => this.move(0, -0.1), ArrowDown: () => this.move(0, 0.1),
      "+": () => this.zoom(1.25), "=": () => this.zoom(1.25), "-": () => this.zoom(0.8),
      0: () => this.fit(),
    }[event.key];
    if (!does || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    does();
  }
}
