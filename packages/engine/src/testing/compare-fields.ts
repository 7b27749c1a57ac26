/**
 * Replays captures and compares every cell of their field dumps with what Saker says:
 *
 *   node packages/engine/src/testing/compare-fields.ts [--only REGEX] [--first N] [--event NUM] [CAPTURE.scap ...]
 *
 * Without captures it takes all of the shared ones. Prints agreement per field, worst first, with the first differences;
 * ends with 1 where there are any.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sharedPath } from '@saker/core/testing/shared-folder.ts';
import { type Cell, compareWithDump } from './field-dump.ts';

interface Tally {
  right: number;
  readonly wrong: Cell[];
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, first: { type: 'string' }, event: { type: 'string' } },
});
const only = new RegExp(options.only ?? '');
const first = Number(options.first ?? 3);
const tallies = new Map<string, Tally>();

function count(cell: Cell): void {
  if (!only.test(cell.field) || (options.event !== undefined && Number(options.event) !== cell.event)) return;
  let tally = tallies.get(cell.field);
  if (tally === undefined) {
    tally = { right: 0, wrong: [] };
    tallies.set(cell.field, tally);
  }
  if (cell.got === cell.want) tally.right++;
  else tally.wrong.push(cell);
}

function shorten(text: string | undefined): string {
  return text === undefined || text.length <= 600 ? String(text) : `${text.slice(0, 600)}... (${text.length})`;
}

function sharedCaptures(): readonly string[] {
  const folder = sharedPath('captures');
  if (folder === undefined) return [];
  const captures = readdirSync(folder).filter((f) => f.endsWith('.scap'));
  return captures.map((f) => join(folder, f)).filter((f) => existsSync(f.replace(/\.scap$/, '.fields.jsonl.gz')));
}

for (const path of positionals.length > 0 ? positionals : sharedCaptures()) await compareWithDump(path, count);
let right = 0;
let wrong = 0;
for (const [field, tally] of [...tallies].sort(([, a], [, b]) => b.wrong.length - a.wrong.length)) {
  right += tally.right;
  wrong += tally.wrong.length;
  if (tally.wrong.length === 0) continue;
  console.log(`${field}: ${tally.wrong.length} of ${tally.right + tally.wrong.length} differ`);
  for (const { capture, event, type, want, got } of tally.wrong.slice(0, first)) {
    console.log(`  ${capture} ${event} ${type}\n    want ${shorten(want)}\n    got  ${shorten(got)}`);
  }
}
console.log(`${right} of ${right + wrong} cells of ${tallies.size} fields agree`);
process.exitCode = wrong === 0 ? 0 : 1;
