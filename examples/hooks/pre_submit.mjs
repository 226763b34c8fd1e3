// Asks before a letter goes out: node pre_submit.mjs LETTER
import { spawnSync } from "node:child_process";

const path = process.argv[2];
const asked = spawnSync("reviewer", ["hook"], {
  input: JSON.stringify({ path, time_limit: 20 }),
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
});
const answer = asked.stdout ? JSON.parse(asked.stdout) : { error: { message: asked.error?.message ?? asked.stderr } };
if (answer.error) {
  console.log(`${path} was not reviewed: ${answer.error.message}`);
} else {
  console.log(`${path}: ${answer.verdict}, overall ${Math.floor(answer.overall)} of 100`);
  for (const change of answer.changes) console.log(`- ${change.message}`);
}
process.exitCode = answer.error ? 2 : asked.status;
