// Runs beside the page: hands every block of the microphone's samples on.
registerProcessor("blocks", class extends AudioWorkletProcessor {
  process([[samples]]) {
    if (samples) this.port.postMessage(samples.slice());
    return true;
  }
});
