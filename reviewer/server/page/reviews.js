// When to ask for a review, and which answer counts.

import { review } from "./api.js";

const PAUSE = 350; // milliseconds after the last keystroke
const WAITS = [2, 4, 8, 15, 30]; // seconds between attempts while the service is gone

/** Asks for reviews of what `source()` gives. Only the answer to the newest text reaches `sink`. */
export class Reviews {
  #number = 0;
  #timer = 0;
  #controller = null;
  #failures = 0;

  constructor(source, sink) {
    this.source = source;
    this.sink = sink;
  }

  /** Ask once the typing pauses; an answer that is under way no longer counts. */
  soon() {
    this.#number += 1;
    this.#after(PAUSE);
  }

  /** Ask at once. Gives the Report, or null where there is none or a newer text took its place. */
  async now() {
    clearTimeout(this.#timer);
    this.#controller?.abort();
    this.#number += 1;
    const number = this.#number;
    const draft = this.source();
    if (!draft.text.trim()) {
      this.sink.empty();
      return null;
    }
    this.#controller = new AbortController();
    this.sink.started();
    try {
      const report = await review(draft, this.#controller.signal);
      if (number !== this.#number) return null;
      this.#failures = 0;
      this.sink.answered(report, draft.text);
      return report;
    } catch (error) {
      if (number === this.#number) this.#failed(error);
      return null;
    }
  }

  #failed(error) {
    const wait = error.kind === "gone" ? WAITS[Math.min(this.#failures, WAITS.length - 1)] : error.retryAfter;
    this.#failures += 1;
    this.sink.failed(error);
    if (wait !== null && wait !== undefined) this.#after(wait * 1000);
  }

  #after(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), milliseconds);
  }
}
