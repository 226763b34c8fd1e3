// The page: the parts meet here, and nowhere else. Nothing of a letter is kept outside the memory of this page.

import { notice, rules, useKey } from "./api.js";
import { showCase, showNotice } from "./case.js";
import { byId, counted, el, titled, whole } from "./dom.js";
import { Editor } from "./editor.js";
import { copy, download, keepStyle, pageOf } from "./export.js";
import { guardPage, readText, takeDrops } from "./files.js";
import { Findings, placed } from "./findings.js";
import { Guard } from "./guard.js";
import { lineOf, toUtf16 } from "./offsets.js";
import { Reviews } from "./reviews.js";
import { DIMENSIONS, VERDICTS, showChanges, showScores, showVerdict } from "./scores.js";

const HOME = ["localhost", "127.0.0.1", "[::1]"];
let report = null;
let name = "draft.txt";
let copied = "";
let explained = false;

const editor = new Editor(byId("draft"), byId("backdrop"), { edited, entered: choose });
const findings = new Findings(byId("findings"), { show, fix, changed: mark });
const reviews = new Reviews(draft, { started, answered, failed, empty });
const guard = new Guard(byId("guard"), {
  review: () => reviews.now(),
  shown: () => findings.shown,
  dismissed: () => findings.dismissed,
  show,
  text: () => editor.text,
  copied: () => (copied = editor.text),
});

/** What is sent: well-formed text only, of the same length as what is shown. */
function draft() {
  return { text: wellFormed(editor.text), name, notice: wellFormed(byId("notice").value).trim() ? wellFormed(byId("notice").value) : [], road: byId("road").value || null };
}

function wellFormed(text) {
  return text.toWellFormed ? text.toWellFormed() : text;
}

// The cycle of a review

function edited() {
  byId("undo").hidden = true;
  byId("copy").disabled = byId("clear").disabled = !editor.text;
  if (editor.text.trim()) reviews.soon();
  else reviews.now();
}

function started() {
  document.body.classList.add("reading");
}

function answered(made, text) {
  settled();
  byId("problem").hidden = true;
  report = made;
  explain();
  const at = toUtf16(text);
  const found = made.diagnostics.map((diagnostic, index) => ({
    key: diagnostic.fingerprint || `${diagnostic.code}-${index}`,
    severity: diagnostic.origin === "english" ? "suggestion" : diagnostic.severity,
    start: at(diagnostic.start),
    end: at(diagnostic.end),
    fix: diagnostic.fix && { start: at(diagnostic.fix.start), end: at(diagnostic.fix.end), replacement: diagnostic.fix.replacement },
    diagnostic,
  }));
  byId("welcome").hidden = true;
  byId("review").hidden = false;
  showVerdict(made);
  showScores(made, (line) => editor.selectLine(line));
  showChanges(made, chooseChange);
  showCase(made.case, (line) => editor.selectLine(line));
  findings.show(found, text);
  mark();
  announce();
}

function failed(error) {
  settled();
  byId("key-form").hidden = error.kind !== "key";
  byId("problem-retry").hidden = error.kind === "key" || error.kind === "long" || error.kind === "refused";
  if (byId("problem-words").textContent !== error.message) byId("problem-words").textContent = error.message;
  byId("problem").hidden = false;
}

/** Say something that went wrong, where trying again would not help. */
function complain(message) {
  failed({ kind: "refused", message });
}

function empty() {
  settled();
  report = null;
  findings.forget();
  findings.show([], "");
  editor.mark([]);
  byId("problem").hidden = byId("review").hidden = byId("peek").hidden = true;
  byId("welcome").hidden = false;
  byId("status").textContent = "";
}

function settled() {
  document.body.classList.remove("reading");
}

/** The rules say why; they are asked for once. */
async function explain() {
  if (explained) return;
  explained = true;
  try {
    findings.explain(await rules());
  } catch {
    explained = false;
  }
}

function announce() {
  const errors = report.diagnostics.filter(({ severity }) => severity === "error").length;
  const words = `${VERDICTS[report.verdict]}. Overall ${whole(report.overall)} of 100. ${counted(errors, "error")}, ${counted(report.diagnostics.length, "finding")}.`;
  if (byId("status").textContent !== words) byId("status").textContent = words;
  byId("peek").hidden = false;
  byId("peek").className = `peek screen ${report.verdict}`;
  byId("peek-score").textContent = whole(report.overall);
  byId("peek-words").textContent = `${VERDICTS[report.verdict]} · ${counted(findings.shown.length, "finding")}`;
}

// Letter and findings

/** Mark what is not dismissed. */
function mark() {
  editor.mark(findings.shown.filter(placed));
}

/** The finding as it lies in the text now, edits since the review counted in; undefined where it is gone. */
function present({ key }) {
  return editor.findings.find((finding) => finding.key === key);
}

function show(finding) {
  const now = present(finding);
  if (!now) {
    findings.focus(finding.key);
    return;
  }
  choose(finding.key);
  editor.select(now.start, now.end);
}

function fix(finding) {
  const now = present(finding)?.fix;
  if (!now) return;
  const held = document.activeElement;
  editor.replace(now.start, now.end, now.replacement);
  held.focus({ preventScroll: true }); // the list keeps the keyboard, so that one fix follows the other
  reviews.now();
}

function choose(key) {
  editor.activate(key);
  if (key !== null) findings.activate(key);
  const chosen = findings.shown.find((finding) => finding.key === key);
  if (chosen && report) byId("peek-words").textContent = chosen.diagnostic.message;
}

function chooseChange({ code, line }) {
  const all = findings.shown.filter(({ diagnostic }) => diagnostic.code === code);
  const finding = all.find((each) => placed(each) && lineOf(editor.text, each.start) === line) ?? all[0];
  if (finding) show(finding);
  else if (line !== null) editor.selectLine(line);
  else byId("draft").focus();
}

/** Go to the next finding after the caret, or the one before it; round at the ends. */
function step(forward) {
  const order = editor.findings.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start);
  if (!order.length) return;
  const caret = byId("draft").selectionStart;
  const target = forward ? (order.find(({ start }) => start > caret) ?? order[0]) : (order.findLast(({ start }) => start < caret) ?? order.at(-1));
  show(target);
}

// Files, notice and report

async function openDraft(file) {
  try {
    const text = await readText(file);
    name = file.name;
    findings.forget();
    editor.replace(0, editor.text.length, text);
    byId("draft").setSelectionRange(0, 0);
    scrollTo({ top: 0 });
    reviews.now();
  } catch (error) {
    complain(error.message);
  }
}

async function openNotice(file) {
  try {
    byId("notice").value = await readText(file);
    byId("notice-box").open = true;
    noticeEdited();
  } catch (error) {
    complain(error.message);
  }
}

let noticeNumber = 0;
let noticeTimer = 0;

function noticeEdited() {
  const number = (noticeNumber += 1);
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(async () => {
    if (editor.text.trim()) reviews.soon();
    const text = wellFormed(byId("notice").value);
    try {
      const said = text.trim() ? await notice(text) : null;
      if (number === noticeNumber) showNotice(said);
    } catch (error) {
      if (number === noticeNumber) failed(error);
    }
  }, 350);
}

function savedName(ending) {
  return `${name.replace(/\.[^.]*$/, "")}-review.${ending}`;
}

async function copyLetter() {
  const button = byId("copy");
  const worked = await copy(editor.text);
  if (worked) copied = editor.text;
  button.textContent = worked ? "Copied" : "Select and copy by hand";
  setTimeout(() => (button.textContent = "Copy letter"), 2000);
}

function chosenFile(input, taken) {
  input.addEventListener("change", () => {
    if (input.files[0]) taken(input.files[0]);
    input.value = "";
  });
}

function listen() {
  chosenFile(byId("draft-file"), openDraft);
  chosenFile(byId("notice-file"), openNotice);
  takeDrops(byId("paper"), openDraft);
  takeDrops(byId("notice-box"), openNotice);
  guardPage();
  byId("notice").addEventListener("input", noticeEdited);
  byId("road").addEventListener("change", () => reviews.now());
  byId("copy").addEventListener("click", copyLetter);
  byId("clear").addEventListener("click", () => {
    name = "draft.txt";
    editor.replace(0, editor.text.length, "");
  });
  byId("guard-open").addEventListener("click", () => {
    byId("undo").hidden = true;
    guard.open();
  });
  byId("problem-retry").addEventListener("click", () => reviews.now());
  byId("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    useKey(byId("key").value);
    reviews.now();
  });
  byId("print").addEventListener("click", () => print());
  byId("save-json").addEventListener("click", () => download(savedName("json"), "application/json", `${JSON.stringify(report, null, 2)}\n`));
  byId("save-page").addEventListener("click", () => download(savedName("html"), "text/html", pageOf(`Review of ${name}`)));
  addEventListener("keydown", (event) => {
    if (event.key !== "F8" || byId("guard").open) return;
    event.preventDefault();
    step(!event.shiftKey);
  });
  addEventListener("beforeprint", () => openScores(true));
  addEventListener("afterprint", () => openScores(false));
  addEventListener("beforeunload", (event) => {
    if (editor.text.trim() && editor.text !== copied) event.preventDefault();
  });
}

/** Closed parts do not print: open what the points were lost for, for the time of printing. */
function openScores(open) {
  for (const node of byId("scores").querySelectorAll(open ? "details:not([open])" : "details[data-printing]")) {
    node.open = open;
    node.toggleAttribute("data-printing", open);
  }
}

function welcome() {
  if (!HOME.includes(location.hostname)) byId("local-words").textContent = `Your letter goes to ${location.host} and nowhere else`;
  byId("welcome-list").append(...Object.entries(DIMENSIONS).flatMap(([dimension, asks]) => [el("dt", {}, titled(dimension)), el("dd", {}, asks)]));
}

welcome();
listen();
keepStyle();
if (editor.text) edited();
