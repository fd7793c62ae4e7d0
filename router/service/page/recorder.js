// A button that records the microphone until it is pressed again.
import { wavFile } from "./wav.js";

const LONGEST = 60; // seconds

/** Wires a button; recorded(file) gets a WAV file, failed(message) what went wrong. */
export function wireRecorder(button, { recorded, failed }) {
  const idle = button.textContent;
  let recording = null;

  async function start() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const context = new AudioContext();
    await context.audioWorklet.addModule(new URL("page/recorder-worklet.js", document.baseURI));
    const node = new AudioWorkletNode(context, "blocks");
    const blocks = [];
    node.port.onmessage = ({ data }) => blocks.push(data);
    context.createMediaStreamSource(stream).connect(node);
    const began = Date.now();
    const timer = setInterval(() => {
      const seconds = Math.floor((Date.now() - began) / 1000);
      button.textContent = `Stop recording · ${seconds} s`;
      if (seconds >= LONGEST) stop();
    }, 250);
    recording = { stream, context, blocks, timer };
    button.classList.add("recording");
    button.textContent = "Stop recording";
  }

  async function stop() {
    const { stream, context, blocks, timer } = recording;
    recording = null;
    clearInterval(timer);
    stream.getTracks().forEach((track) => track.stop());
    await context.close();
    button.classList.remove("recording");
    button.textContent = idle;
    recorded(wavFile(blocks, context.sampleRate, "recording.wav"));
  }

  button.addEventListener("click", () =>
    (recording ? stop() : start()).catch((error) => {
      button.textContent = idle;
      failed(`There is no microphone to record with: ${error.message}`);
    }));
}
