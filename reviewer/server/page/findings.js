// The findings as cards: what, where, how to write it instead, why; accept, dismiss and undo.

import { byId, counted, el, shortened } from "./dom.js";
import { calm } from "./editor.js";
import { lineOf } from "./offsets.js";

const GROUPS = [
  ["error", "Must change"],
  ["warning", "Should change"],
  ["suggestion", "Could change"],
  ["english", "English"],
];
const WORDS = { error: "Error", warning: "Warning", suggestion: "Suggestion", english: "English" };

/** The list of findings. `acts` are `{show(finding), fix(finding), changed()}`; what is dismissed is kept in this page only. */
export class Findings {
  #findings = [];
  #dismissed = new Set();
  #rules = new Map();
  #active = null;
  #text = "";

  constructor(list, acts) {
    this.list = list;
    this.acts = acts;
  }

  /** The findings that are not dismissed. */
  get shown() {
    return this.#findings.filter(({ key }) => !this.#dismissed.has(key));
  }

  /** How many of the present findings are dismissed. */
  get dismissed() {
    return this.#findings.length - this.shown.length;
  }

  /** Explain findings by these rules from now on. */
  explain(rules) {
    this.#rules = rules;
    this.#draw();
  }

  /** Show these findings of `text`. */
  show(findings, text) {
    this.#findings = findings;
    this.#text = text;
    this.#draw();
  }

  /** Forget what was dismissed: another letter is being written. */
  forget() {
    this.#dismissed.clear();
  }

  /** Show one finding as the current one and bring its card into view inside the panel. */
  activate(key) {
    this.#active = key;
    for (const card of this.list.querySelectorAll(".card")) {
      const chosen = card.dataset.key === key;
      card.classList.toggle("active", chosen);
      if (chosen) reveal(card);
    }
  }

  /** Move the keyboard to the card of a finding. */
  focus(key) {
    this.activate(key);
    const card = this.#card(key);
    card?.scrollIntoView({ block: "nearest", behavior: calm() });
    card?.focus({ preventScroll: true });
  }

  #card(key) {
    return [...this.list.querySelectorAll(".card")].find((card) => card.dataset.key === key);
  }

  #draw() {
    const held = this.#held();
    const nodes = GROUPS.flatMap(([group, title]) => {
      const members = this.shown.filter((finding) => groupOf(finding) === group);
      if (!members.length) return [];
      return [
        el("h3", { class: "group", id: `group-${group}` }, title, el("span", { class: "count" }, `${members.length}`)),
        el("ol", { class: "cards", "aria-labelledby": `group-${group}` }, members.map((finding) => this.#made(finding, held.open))),
      ];
    });
    if (!nodes.length) nodes.push(el("p", { class: "none" }, "No findings. Read it once more aloud before it goes out."));
    const aside = this.#findings.filter(({ key }) => this.#dismissed.has(key));
    if (aside.length) nodes.push(this.#asideNode(aside, held.asideOpen));
    this.list.replaceChildren(...nodes);
    byId("findings-count").textContent = counted(this.shown.length, "finding");
    this.#hold(held);
  }

  #made(finding, open) {
    const { diagnostic, key } = finding;
    const group = groupOf(finding);
    const rule = this.#rules.get(diagnostic.code);
    return el(
      "li",
      { class: `card ${group}${key === this.#active ? " active" : ""}`, "data-key": key, tabindex: "-1" },
      el("p", { class: "head" }, el("span", { class: "severity" }, WORDS[group]), this.#place(finding)),
      el("h4", {}, diagnostic.message),
      placed(finding) ? el("blockquote", {}, shortened(diagnostic.excerpt)) : null,
      diagnostic.help ? el("p", { class: "help" }, withSlots(diagnostic.help)) : null,
      el(
        "div",
        { class: "acts" },
        finding.fix ? el("button", { type: "button", class: "small accept", "data-act": "fix", onclick: () => this.#fix(finding) }, fixWords(finding)) : null,
        el("button", { type: "button", class: "small quiet", "data-act": "dismiss", onclick: () => this.#dismiss(key) }, "Dismiss"),
        el(
          "details",
          { class: "why", open: open.has(key) },
          el("summary", { "data-act": "why" }, "Why"),
          rule ? el("p", {}, rule.why) : null,
          rule?.source ? el("p", { class: "source" }, rule.source.split("; docs/")[0]) : null,
          el("p", { class: "source" }, `${diagnostic.code} ${diagnostic.name}`),
        ),
      ),
    );
  }

  #place(finding) {
    if (!placed(finding)) return el("span", { class: "place" }, "Whole letter");
    return el("button", { type: "button", class: "link", "data-act": "show", onclick: () => this.acts.show(finding) }, `Line ${lineOf(this.#text, finding.start)}`);
  }

  #fix(finding) {
    this.#active = finding.key;
    this.acts.fix(finding);
  }

  #dismiss(key) {
    const keys = this.#order();
    const next = keys[keys.indexOf(key) + 1] ?? keys[keys.indexOf(key) - 1] ?? null;
    this.#dismissed.add(key);
    this.#draw();
    this.acts.changed();
    if (next) this.focus(next);
    else this.list.querySelector(".aside summary").focus();
    byId("undo-words").textContent = "Dismissed. Scores stay as they are.";
    byId("undo").hidden = false;
    byId("undo-button").onclick = () => this.#restore(key);
  }

  #restore(key) {
    this.#dismissed.delete(key);
    byId("undo").hidden = true;
    this.#draw();
    this.acts.changed();
    this.focus(key);
  }

  #asideNode(aside, open) {
    const rows = aside.map((finding) =>
      el(
        "li",
        {},
        el("span", {}, finding.diagnostic.message),
        el("button", { type: "button", class: "link", onclick: () => this.#restore(finding.key) }, "Restore", el("span", { class: "unseen" }, `: ${finding.diagnostic.message}`)),
      ),
    );
    return el("details", { class: "aside", open }, el("summary", {}, `${aside.length} dismissed`), el("ul", {}, rows));
  }

  #order() {
    return [...this.list.querySelectorAll(".card")].map((card) => card.dataset.key);
  }

  /** What a redraw would lose: open explanations, and where the keyboard is. */
  #held() {
    const focus = document.activeElement;
    const card = this.list.contains(focus) ? focus.closest(".card") : null;
    return {
      open: new Set([...this.list.querySelectorAll(".why[open]")].map((node) => node.closest(".card").dataset.key)),
      asideOpen: this.list.querySelector(".aside")?.open ?? false,
      key: card?.dataset.key,
      act: focus?.dataset?.act,
      position: card ? this.#order().indexOf(card.dataset.key) : -1,
    };
  }

  #hold({ key, act, position }) {
    if (key === undefined) return;
    const card = this.#card(key);
    const cards = [...this.list.querySelectorAll(".card")];
    const near = card ?? cards[position] ?? cards.at(-1) ?? byId("findings-title");
    const target = (card && act && card.querySelector(`[data-act="${act}"]`)) || near;
    target.focus({ preventScroll: true });
  }
}

/** Whether a finding stands in a place of the letter. */
export function placed({ diagnostic }) {
  return diagnostic.start < diagnostic.end;
}

function groupOf({ diagnostic }) {
  return diagnostic.origin === "english" ? "english" : diagnostic.severity;
}

function fixWords({ fix, diagnostic }) {
  return fix.replacement ? `Change to “${shortened(fix.replacement, 40)}”` : `Take out “${shortened(diagnostic.excerpt, 30)}”`;
}

/** The help text with its `{slots}` as slots: what the seller has to fill in. */
function withSlots(help) {
  const parts = help.split(/(\{[^{}]*\})/).map((part) => (part.startsWith("{") ? el("span", { class: "slot" }, part.slice(1, -1)) : part));
  return parts.length > 1 ? [el("span", { class: "try" }, "Try "), ...parts] : parts;
}

function reveal(card) {
  const panel = card.closest(".panel");
  if (getComputedStyle(panel).overflowY !== "auto") return;
  const [box, frame] = [card.getBoundingClientRect(), panel.getBoundingClientRect()];
  if (box.top >= frame.top && box.bottom <= frame.bottom) return;
  panel.scrollBy({ top: box.top - frame.top - frame.height / 4, behavior: calm() });
}
