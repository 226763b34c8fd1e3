// Positions: the report counts code points, the browser counts UTF-16 units.

/** A function that turns a code point offset into `text` into a UTF-16 offset. */
export function toUtf16(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (offset) => offset;
  const starts = [];
  let units = 0;
  for (const character of text) {
    starts.push(units);
    units += character.length;
  }
  starts.push(units);
  return (offset) => starts[Math.min(offset, starts.length - 1)];
}

/** What changed between two texts: `before[from:oldEnd]` became `after[from:newEnd]`. */
export function difference(before, after) {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from += 1;
  let tail = 0;
  while (tail < shorter - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { from, oldEnd: before.length - tail, newEnd: after.length - tail };
}

/** The range moved along with an edit; null where the edit cut into its edge or emptied it. */
export function moved({ start, end }, { from, oldEnd, newEnd }) {
  const delta = newEnd - oldEnd;
  if (end <= from) return { start, end };
  if (start >= oldEnd) return { start: start + delta, end: end + delta };
  if (from >= start && oldEnd <= end && start < end + delta) return { start, end: end + delta };
  return null;
}

/** Where a line, counted from 1, begins. */
export function lineStart(text, line) {
  let start = 0;
  for (let number = 1; number < line; number += 1) {
    const end = text.indexOf("\n", start);
    if (end < 0) return start;
    start = end + 1;
  }
  return start;
}

/** The line, counted from 1, that holds `offset`. */
export function lineOf(text, offset) {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
