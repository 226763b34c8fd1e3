// The letter: a text area that is never touched by an answer, over a backdrop that shows the same text with its marks.

import { el } from "./dom.js";
import { difference, lineStart, moved } from "./offsets.js";

const GRAVEST = ["error", "warning", "suggestion"];

/** The draft and its marks. `findings` are `{key, severity, start, end, fix}` in UTF-16 units; they move along with edits. */
export class Editor {
  #before = "";
  #rows = [];
  #active = null;
  findings = [];

  constructor(area, backdrop, { edited, entered }) {
    this.area = area;
    this.backdrop = backdrop;
    this.entered = entered;
    area.addEventListener("input", () => {
      this.#move();
      edited();
    });
    document.addEventListener("selectionchange", () => {
      if (document.activeElement === area) this.#enter();
    });
    this.#draw();
  }

  get text() {
    return this.area.value;
  }

  /** Mark these findings in place of those shown. */
  mark(findings) {
    this.findings = findings;
    this.#draw();
  }

  /** Show one finding as the current one; null for none. */
  activate(key) {
    if (this.#active === key) return;
    this.#active = key;
    this.#draw();
  }

  /** Put `words` in the place of a range, so that the browser's own undo takes it back. */
  replace(start, end, words) {
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(start, end);
    const done = document.execCommand(words ? "insertText" : "delete", false, words);
    if (!done) {
      this.area.setRangeText(words, start, end, "end");
      this.area.dispatchEvent(new Event("input"));
    }
  }

  /** Select a range and bring it into view. */
  select(start, end) {
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(start, end);
    const row = this.#rows[this.text.slice(0, start).split("\n").length - 1];
    row?.node.scrollIntoView({ block: "center", behavior: calm() });
  }

  /** Select a whole line, counted from 1. */
  selectLine(line) {
    const start = lineStart(this.text, line);
    const end = this.text.indexOf("\n", start);
    this.select(start, end < 0 ? this.text.length : end);
  }

  #move() {
    const edit = difference(this.#before, this.text);
    this.findings = this.findings.flatMap((finding) => {
      const place = moved(finding, edit);
      if (!place) return [];
      const untouched = place.end - place.start === finding.end - finding.start;
      const fix = untouched && finding.fix ? { ...finding.fix, ...moved(finding.fix, edit) } : null;
      return [{ ...finding, ...place, fix }];
    });
    this.#draw();
  }

  #enter() {
    const caret = this.area.selectionStart;
    const around = this.findings.filter(({ start, end }) => start <= caret && caret <= end && start < end);
    around.sort((a, b) => a.end - a.start - (b.end - b.start));
    this.entered(around[0]?.key ?? null);
  }

  /** Bring the backdrop up to date; rows that did not change are left alone, so a long letter costs no more than a line. */
  #draw() {
    this.#before = this.text;
    const wanted = rowsOf(this.text, this.findings, this.#active);
    const old = this.#rows;
    const shorter = Math.min(old.length, wanted.length);
    let head = 0;
    while (head < shorter && old[head].signature === wanted[head].signature) head += 1;
    let tail = 0;
    while (tail < shorter - head && old[old.length - 1 - tail].signature === wanted[wanted.length - 1 - tail].signature) tail += 1;
    const made = wanted.slice(head, wanted.length - tail).map((row) => ({ ...row, node: el("div", { class: "row" }, row.pieces.map(piece)) }));
    const after = old[old.length - tail]?.node ?? null;
    for (const row of old.slice(head, old.length - tail)) row.node.remove();
    for (const row of made) this.backdrop.insertBefore(row.node, after);
    this.#rows = [...old.slice(0, head), ...made, ...old.slice(old.length - tail)];
  }
}

/** How to scroll: smoothly, unless the seller asked for less motion. */
export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}

/** The lines of the text, each cut where a mark begins or ends. */
function rowsOf(text, findings, active) {
  const marks = findings.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start);
  let start = 0;
  let open = [];
  let next = 0;
  return text.split("\n").map((line) => {
    const end = start + line.length;
    while (next < marks.length && marks[next].start < end) open.push(marks[next++]);
    const pieces = cut(line, start, open, active);
    open = open.filter((mark) => mark.end > end);
    start = end + 1;
    return { pieces, signature: JSON.stringify(pieces) };
  });
}

function cut(line, offset, marks, active) {
  const edges = new Set([0, line.length]);
  for (const { start, end } of marks) {
    edges.add(Math.min(Math.max(start - offset, 0), line.length)).add(Math.min(Math.max(end - offset, 0), line.length));
  }
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(1).map((to, index) => {
    const from = cuts[index];
    const over = marks.filter(({ start, end }) => start - offset <= from && to <= end - offset);
    const severity = GRAVEST.find((name) => over.some((mark) => mark.severity === name)) ?? "";
    return [line.slice(from, to), severity, over.some((mark) => mark.key === active)];
  });
}

function piece([words, severity, active]) {
  return severity ? el("mark", { class: `${severity}${active ? " active" : ""}` }, words) : words;
}
