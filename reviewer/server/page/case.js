// The notice: what it says, and whether the letter answers it.

import { byId, el, titled } from "./dom.js";

const LEVELS = { account: "the account", listing: "a listing", category: "a category", fulfilment: "fulfilment" };
/** Where the answer is to go, by the channel that a notice names. */
export const CHANNELS = { button: "the appeal button in Seller Central", email: "an e-mail to the address in the notice", reply: "a reply to the notice", upload: "the upload page that the notice links to" };

/** What stands in the place of an answer, by the state of the point. */
const INSTEAD = { partly: "In part", mentioned: "Mentioned, not attached", promised: "Only a promise", elsewhere: "About another matter", lacking: "You have none" };

/** Show what the notice says, in a sentence; null for no notice. */
export function showNotice(notice) {
  byId("notice-says").textContent = notice ? said(notice) : "";
}

function said(notice) {
  if (!notice.recognised) return "This does not read like a notice of Amazon; the letter is not compared with it.";
  const reasons = [...new Set(notice.reasons.map(({ reason }) => reason.replaceAll("_", " ")))];
  const parts = [`About ${reasons.join(", ") || "a reason that was not recognised"}${notice.level ? `, ${LEVELS[notice.level]}` : ""}.`];
  if (notice.deadline) parts.push(`Time to answer: ${notice.deadline.text}.`);
  if (notice.channel) parts.push(`Answer by ${CHANNELS[notice.channel]}.`);
  return parts.join(" ");
}

/** The points of the case as `{section, name, lines, instead}`; alternatives are one point. */
export function points(held) {
  if (!held) return [];
  const groups = new Map();
  for (const answer of held.answers) {
    if (!answer.required && answer.group === null) continue;
    const group = answer.group ?? answer.ask;
    groups.set(group, [...(groups.get(group) ?? []), answer]);
  }
  const asked = [...groups.values()].map((answers) => ({
    section: "Asked for",
    name: titled([...new Set(answers.map(({ ask }) => ask))].join(" or ")),
    lines: answers.flatMap(({ lines }) => lines),
    instead: answers.map(({ state }) => INSTEAD[state]).find(Boolean),
  }));
  const named = held.identifiers
    .filter(({ kind, lines }) => kind !== "case" || lines.length)
    .map(({ kind, id, lines, grouped }) => ({ section: "Named", name: `${kind === "asin" ? "ASIN" : titled(kind)} ${id}`, lines: lines.length ? lines : grouped }));
  const papers = held.documents.map(({ document: name, lines }) => ({ section: "Usually needed", name: titled(name), lines }));
  return [...asked, ...named, ...papers];
}

/** Show whether the letter answers each point; `jump(line)` goes to the line that does. */
export function showCase(held, jump) {
  const rows = points(held);
  byId("case").hidden = rows.length === 0;
  byId("case-list").replaceChildren(
    ...rows.map(({ section, name, lines, instead }) => {
      const met = lines.length > 0;
      const place = met
        ? el("button", { type: "button", class: "link", onclick: () => jump(lines[0]) }, `Line ${lines[0]}`)
        : el("span", { class: "place" }, instead ?? "Not in the letter");
      return el("li", { class: met ? "met" : "open" }, el("span", { class: "tick", "aria-hidden": "true" }, met ? "✓" : "✗"), el("span", {}, name, el("small", {}, section)), place);
    }),
  );
}
