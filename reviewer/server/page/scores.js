// The verdict, the five scores with what each point was lost for, and the changes that would gain most.

import { byId, counted, el, titled, whole } from "./dom.js";

/** What each score asks of the letter. */
export const DIMENSIONS = {
  acceptance: "Do you own your part of it?",
  specificity: "Can every claim be checked?",
  tone: "Would a busy reader like to read it?",
  structure: "Cause, actions, prevention: is each there?",
  originality: "Is it about this case and no other?",
};

/** The words for the verdict. */
export const VERDICTS = { ready: "Ready to send", revise: "Revise before sending" };

/** Show verdict, overall and the counts of the letter. */
export function showVerdict(report) {
  const { words, bullets } = report.statistics;
  byId("verdict").className = `verdict ${report.verdict}`;
  byId("verdict-words").textContent = VERDICTS[report.verdict];
  byId("overall").textContent = whole(report.overall);
  const road = report.road === "plan" ? "a plan of action" : "a dispute";
  byId("facts").textContent = `${counted(words, "word")}, ${counted(bullets, "point")}, read as ${road}`;
  byId("because").hidden = report.because.length === 0;
  byId("because").textContent = `Because: ${report.because.join("; ")}`;
}

/** Show the five scores; `jump(line)` goes to a line of the letter. */
export function showScores(report, jump) {
  const open = new Set([...byId("scores").querySelectorAll("details[open]")].map((node) => node.dataset.dimension));
  byId("scores").replaceChildren(...Object.keys(DIMENSIONS).map((dimension) => score(report, dimension, open.has(dimension), jump)));
}

function score(report, dimension, open, jump) {
  const value = report.scores[dimension];
  const grade = value >= 75 ? "good" : value >= 50 ? "fair" : "poor";
  const filled = el("i");
  filled.style.setProperty("width", `${value}%`);
  const lost = report.contributions.filter((each) => each.dimension === dimension && each.points <= -0.5);
  return el(
    "details",
    { class: `score ${grade}`, "data-dimension": dimension, open },
    el(
      "summary",
      {},
      el("span", { class: "name" }, titled(dimension)),
      el("span", { class: "bar", "aria-hidden": "true" }, filled),
      el("b", {}, whole(value), el("span", { class: "unseen" }, " of 100")),
    ),
    el("p", { class: "asks" }, DIMENSIONS[dimension]),
    lost.length ? el("ul", { class: "lost" }, lost.map((each) => loss(each, jump))) : el("p", {}, "No point lost."),
  );
}

function loss({ points, line, reason }, jump) {
  const place = line === null ? el("span", { class: "place" }, "Whole letter") : el("button", { type: "button", class: "link", onclick: () => jump(line) }, `Line ${line}`);
  return el("li", {}, el("span", { class: "points" }, `−${Math.abs(points).toFixed(0)}`), place, el("span", {}, reason));
}

/** Show the changes that would gain most; `choose(change)` goes to where one is to be made. */
export function showChanges(report, choose) {
  byId("changes").hidden = report.changes.length === 0;
  byId("changes-list").replaceChildren(
    ...report.changes.map((change) =>
      el(
        "li",
        {},
        el("button", { type: "button", class: "plain", onclick: () => choose(change) }, change.message),
        el("span", { class: "gain" }, `+${change.gain.toFixed(0)}`, el("span", { class: "unseen" }, " points overall")),
      ),
    ),
  );
}
