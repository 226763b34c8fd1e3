// What leaves the page, on the seller's word only: the clipboard, and files of the report.

import { el } from "./dom.js";

/** Put text on the clipboard. Gives whether that worked. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** The older way, for a page that is not served from this computer or by https. */
function copyBySelection(text) {
  const before = document.activeElement;
  const area = el("textarea", { class: "unseen", "aria-hidden": "true", tabindex: "-1" });
  area.value = text;
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus?.({ preventScroll: true });
  return done;
}

/** Offer `content` as a file. */
export function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

let style = "";

/** Read the page's style while the service is there, so that a report can be saved when it is not. */
export async function keepStyle() {
  const answer = await fetch(document.querySelector("link[rel=stylesheet]").href);
  if (answer.ok) style = await answer.text();
}

/** The report as it prints, as one self-contained page: no script, no form, no request. */
export function pageOf(title) {
  const body = document.querySelector("main").cloneNode(true);
  for (const node of body.querySelectorAll("textarea, input, select, label, [hidden], .screen, .acts button, .aside")) node.remove();
  for (const node of body.querySelectorAll("button")) node.replaceWith(el("span", { class: node.className }, node.textContent));
  for (const node of body.querySelectorAll("[tabindex]")) node.removeAttribute("tabindex");
  body.querySelector(".backdrop").removeAttribute("aria-hidden");
  for (const node of body.querySelectorAll(".score")) node.open = true;
  const shell = document.implementation.createHTMLDocument(title);
  shell.documentElement.lang = "en";
  shell.head.prepend(
    el("meta", { charset: "utf-8" }),
    el("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    el("meta", { "http-equiv": "Content-Security-Policy", content: "default-src 'none'; style-src 'unsafe-inline'" }),
  );
  shell.body.append(el("h1", { class: "printed" }, title), body, el("footer", {}, "Made by reviewer on this computer. Not a forecast of Amazon's decision and not legal advice."));
  // The style joins as text: a style element, made here, would fall under the policy of this page.
  const markup = shell.documentElement.outerHTML.replace("</head>", () => `<style>${style.replace("@media print", "@media all")}</style></head>`);
  return `<!doctype html>\n${markup}\n`;
}
