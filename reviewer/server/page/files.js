// Files that are dropped or chosen: read here, in the browser.

const READABLE = /\.(txt|text|md|markdown)$/i;
const LARGEST = 10 * 1024 * 1024;

/** The text of a file. Throws an Error in words for the seller where it cannot be read here. */
export async function readText(file) {
  if (!READABLE.test(file.name)) {
    throw new Error(`${file.name}: this page reads .txt and .md. Paste the text here, or run “reviewer check ${file.name}” for Word, PDF, mail and web files.`);
  }
  if (file.size > LARGEST) throw new Error(`${file.name}: has ${file.size.toLocaleString("en")} bytes; at most ${LARGEST.toLocaleString("en")} are read.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${file.name}: is not ${encoding.toUpperCase()}; save it as UTF-8 and try again.`);
  }
}

/** Take files dropped on `zone`; `taken(file)` gets the first one. */
export function takeDrops(zone, taken) {
  zone.addEventListener("dragover", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    zone.classList.add("dropping");
  });
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove("dropping");
  });
  zone.addEventListener("drop", (event) => {
    zone.classList.remove("dropping");
    if (!holdsFile(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.dataTransfer.files[0]) taken(event.dataTransfer.files[0]);
  });
}

/** A file dropped beside the zones must not replace the page, and the letter with it. */
export function guardPage() {
  for (const name of ["dragover", "drop"]) {
    addEventListener(name, (event) => {
      if (holdsFile(event)) event.preventDefault();
    });
  }
}

function holdsFile(event) {
  return event.dataTransfer?.types.includes("Files");
}
