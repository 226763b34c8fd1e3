// "Ready to submit?": blocks a letter below the bar, says what is missing, and lets a seller go on who means it.

import { CHANNELS, points } from "./case.js";
import { byId, counted, el, shortened, titled, whole } from "./dom.js";
import { copy } from "./export.js";
import { placed } from "./findings.js";

const WORDS = "send anyway";
const MOST = 6;

/** The dialog. `acts` are `{review(), shown(), dismissed(), show(finding), text(), copied()}`; `review` gives the newest Report or null. */
export class Guard {
  #asked = 0;

  constructor(dialog, acts) {
    this.dialog = dialog;
    this.body = byId("guard-body");
    this.acts = acts;
  }

  /** Open the dialog, read the letter as it stands now, and say whether it may go. */
  async open() {
    this.#asked += 1;
    const asked = this.#asked;
    this.#show("Reading the letter…", el("p", {}, "One moment."));
    if (!this.dialog.open) this.dialog.showModal();
    const report = await this.acts.review();
    if (asked !== this.#asked || !this.dialog.open) return;
    if (!report) this.#unread();
    else if (report.verdict === "ready") this.#checklist(report, true);
    else this.#blocked(report);
  }

  #unread() {
    const words = this.acts.text().trim() ? "The letter could not be reviewed just now, so nobody can say that it is ready." : "There is no letter yet.";
    this.#show("Not checked", el("p", {}, words), this.#back(true));
  }

  #blocked(report) {
    const errors = this.acts.shown().filter(({ diagnostic }) => diagnostic.severity === "error");
    const hidden = this.acts.dismissed();
    const open = points(report.case).filter(({ lines, section }) => section !== "Usually needed" && !lines.length);
    const named = new Set(errors.map(({ diagnostic }) => diagnostic.code));
    const changes = report.changes.filter(({ code }) => !named.has(code));
    this.#show(
      "Not ready yet",
      el("p", {}, "As it stands, a careful consultant would not let this letter go out. There is often only one chance."),
      errors.length ? list("Must change", errors.map((finding) => this.#finding(finding)), errors.length) : null,
      errors.length ? null : el("p", { class: "lowest" }, `No single error stands in the way, but the letter as a whole is below the bar. Its lowest score is ${lowest(report)}.`),
      open.length ? list("Asked for, not in the letter", open.map(({ name }) => el("li", {}, name)), open.length) : null,
      changes.length ? list("What would gain most", changes.map(({ message }) => el("li", {}, message)), changes.length) : null,
      hidden ? el("p", { class: "soft" }, `${counted(hidden, "finding")} that you dismissed still ${hidden === 1 ? "counts" : "count"} in the scores.`) : null,
      this.#back(true),
      this.#override(report),
    );
  }

  #finding(finding) {
    const go = () => {
      this.dialog.close();
      this.acts.show(finding);
    };
    const { line, message, excerpt } = finding.diagnostic;
    const place = placed(finding) ? el("span", { class: "soft" }, `Line ${line}, “${shortened(excerpt, 60)}”`) : null;
    return el("li", {}, el("button", { type: "button", class: "plain", onclick: go }, message), place);
  }

  #override(report) {
    const go = el("button", { type: "button", id: "override-go", disabled: true, onclick: () => this.#checklist(report, false) }, "Go on");
    const typed = el("input", { id: "override-words", autocomplete: "off", spellcheck: "false", autocapitalize: "none" });
    typed.addEventListener("input", () => {
      go.disabled = typed.value.trim().toLowerCase() !== WORDS;
    });
    typed.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !go.disabled) go.click();
    });
    return el(
      "details",
      { class: "override" },
      el("summary", {}, "Send it anyway"),
      el("p", {}, "The decision is yours. If you know better than this review, type ", el("b", {}, WORDS), " to go on."),
      el("label", { for: "override-words" }, `Type “${WORDS}”`),
      el("div", { class: "line" }, typed, go),
    );
  }

  #checklist(report, ready) {
    const evidence = report.units.filter(({ role }) => role === "evidence").map(({ line, text }) => el("li", {}, `Line ${line}: ${shortened(text, 110)}`));
    const channel = report.case?.notices.map((notice) => notice.channel).find(Boolean);
    const done = el("p", { class: "done", role: "status" });
    const send = el("button", { type: "button", class: "primary", id: "guard-copy", disabled: true }, "Copy the letter");
    const boxes = [
      tick("Every fact, date and number in it is true, and I can prove it."),
      tick("Everything that the letter says is attached lies ready to be attached.", evidence),
      tick(`It goes where the notice wants it${channel ? `: ${CHANNELS[channel]}` : ""}, from the account that it is about.`),
    ];
    const inputs = boxes.map((box) => box.querySelector("input"));
    for (const input of inputs) {
      input.addEventListener("change", () => {
        send.disabled = !inputs.every(({ checked }) => checked);
      });
    }
    send.addEventListener("click", async () => {
      const worked = await copy(this.acts.text());
      done.textContent = worked ? "Copied. Paste it into Amazon's form, read it there once more, and keep a copy." : "The browser did not allow it; close this and copy the letter by hand.";
      if (worked) this.acts.copied();
    });
    this.#show(
      ready ? "Ready to send" : "Sent on your own decision",
      el("p", {}, ready ? "The review has nothing against it. Three things only you can check:" : "The review still says: revise. Three things only you can check:"),
      el("div", { class: "ticks" }, boxes),
      el("div", { class: "line" }, send, this.#back()),
      done,
      el("p", { class: "soft" }, "This is no forecast of Amazon's decision and no legal advice."),
    );
  }

  #back(first = false) {
    return el("button", { type: "button", class: first ? "back primary" : "back", id: "guard-back", onclick: () => this.dialog.close() }, "Back to the letter");
  }

  #show(title, ...nodes) {
    byId("guard-title").textContent = title;
    this.body.replaceChildren(...nodes.filter(Boolean));
    byId("guard-title").focus();
  }
}

function list(title, items, number) {
  const more = number > MOST ? el("p", { class: "soft" }, `and ${number - MOST} more`) : null;
  return el("section", {}, el("h3", {}, title), el("ul", {}, items.slice(0, MOST)), more);
}

function tick(words, details = []) {
  return el("div", { class: "tick-row" }, el("label", {}, el("input", { type: "checkbox" }), el("span", {}, words)), details.length ? el("ul", {}, details.slice(0, MOST)) : null);
}

function lowest({ scores }) {
  const [name, value] = Object.entries(scores).sort((a, b) => a[1] - b[1])[0];
  return `${titled(name).toLowerCase()} with ${whole(value)} of 100`;
}
