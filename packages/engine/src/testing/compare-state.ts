/**
 * Developer's tool: replays a capture through the state engine alone and compares what it knows with a dump of every
 * field of every event.
 *
 *   node packages/engine/src/testing/compare-state.ts CAPTURE.scap DUMP.fields.jsonl.gz
 *
 * Prints the first few differences of each field and how many there are. Ends with 1 where there are any.
 */
import { compareState } from './state-comparison.ts';

const MAX_SHOWN = 3;

const [scapPath, dumpPath] = process.argv.slice(2);
if (scapPath === undefined || dumpPath === undefined) {
  process.stderr.write('usage: compare-state.ts CAPTURE.scap DUMP.fields.jsonl.gz\n');
  process.exit(2);
}
const { events, cells, differences } = await compareState(scapPath, dumpPath);
const counts = new Map<string, number>();
for (const { field, num, type, want, got } of differences) {
  const count = (counts.get(field) ?? 0) + 1;
  counts.set(field, count);
  if (count > MAX_SHOWN) continue;
  process.stdout.write(`${field} of ${num} (${type}): want ${JSON.stringify(want)}, got ${JSON.stringify(got)}\n`);
}
for (const [field, count] of [...counts].sort((a, b) => b[1] - a[1])) process.stdout.write(`${count}\t${field}\n`);
process.stdout.write(`${events} events, ${cells} cells, ${differences.length} differ\n`);
process.exitCode = differences.length === 0 ? 0 : 1;
