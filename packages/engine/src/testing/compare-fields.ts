/**
 * Replays captures and compares every cell of their field dumps with what Saker says:
 *
 *   node packages/engine/src/testing/compare-fields.ts [--only REGEX] [--first N] [--event NUM] [CAPTURE.scap ...]
 *
 * Without captures it takes all of the shared ones. Beside `NAME.scap` lies `NAME.fields.jsonl.gz`, one object of
 * `output_fields` an event. Prints agreement per field, worst first, with the first differences.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { sharedPath } from '@saker/core/testing/shared-folder.ts';
import { SYSCALL_FIELDS } from '@saker/rules/check/field-catalogue.ts';
import { type OutputFormat, parseFormat } from '@saker/rules/language/format.ts';
import { openScap } from '@saker/scap/node/open-scap.ts';
import { EventContext } from '../fields/event-context.ts';
import { CompiledFormat } from '../output/compiled-format.ts';
import { StateEngine } from '../state/state-engine.ts';

/** Cells that depend on the machine that made the dump, or in which it did not agree with itself. */
const SKIPPED = new Set(['evt.hostname', 'fd.cip.name', 'fd.sip.name', 'fd.lip.name', 'fd.rip.name']);
const VOLATILE = '"<VOLATILE>"';

interface Tally {
  right: number;
  wrong: number;
  readonly examples: string[];
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, first: { type: 'string' }, event: { type: 'string' } },
});
const only = new RegExp(options.only ?? '');
const first = Number(options.first ?? 3);
const tallies = new Map<string, Tally>();
let right = 0;
let wrong = 0;

/** The output of the rule that the dumps were made with: the order of its fields matters for a few of them. */
function dumpFormat(): OutputFormat {
  const path = sharedPath('captures/rules/all-fields.yaml');
  const template = path === undefined ? undefined : /^ *output: "(.*)"$/m.exec(readFileSync(path, 'utf8'))?.[1];
  if (template === undefined) throw new Error('the rule of the field dumps is missing');
  const result = parseFormat(`*${template}`, SYSCALL_FIELDS);
  if (!result.ok) throw new Error(result.message);
  return result.format;
}

/** The raw JSON of each member of a flat object, so that numbers are compared digit by digit. */
function members(line: string): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  const pattern = /"((?:[^"\\]|\\.)*)":((?:"(?:[^"\\]|\\.)*")|\[[^\]]*\]|[^,}\]]+)/gy;
  pattern.lastIndex = 1;
  for (let m = pattern.exec(line); m !== null; m = pattern.exec(line)) {
    out.set(m[1] as string, m[2] as string);
    pattern.lastIndex++;
  }
  return out;
}

async function compare(path: string): Promise<void> {
  const dump = path.replace(/\.scap$/, '.fields.jsonl.gz');
  const rows = gunzipSync(readFileSync(dump)).toString('utf8').trimEnd().split('\n');
  const format = new CompiledFormat(dumpFormat(), 'dots');
  const state = new StateEngine({ fdOrder: true });
  const opened = openScap(path, state.snapshot);
  if (!opened.ok) throw new Error(opened.error.message);
  const { capture } = opened;
  const ctx = new EventContext(capture.reader.evt, state);
  const name = basename(path, '.scap');
  let row = 0;
  for (;;) {
    while (capture.reader.next()) {
      ctx.begin();
      if (!state.apply(ctx)) continue;
      const expected = rows[row++];
      if (expected === undefined) throw new Error(`${name}: event ${ctx.evt.num} is not in the dump`);
      format.read(ctx);
      if (options.event === undefined || Number(options.event) === ctx.evt.num) check(name, ctx, format, expected);
      ctx.lastTsHi = ctx.evt.tsHi;
      ctx.lastTsLo = ctx.evt.tsLo;
    }
    if (!(await capture.more())) break;
  }
  capture.close();
  if (row !== rows.length) console.log(`${name}: ${rows.length - row} events of the dump did not come`);
}

function check(capture: string, ctx: EventContext, format: CompiledFormat, expected: string): void {
  const row = members(expected);
  if (row.get('evt.num') !== String(ctx.evt.num)) {
    throw new Error(`${capture}: event ${ctx.evt.num} stands for event ${row.get('evt.num')} of the dump`);
  }
  for (const { name, slot } of format.keys) {
    const want = row.get(name);
    if (SKIPPED.has(name) || want === VOLATILE || !only.test(name)) continue;
    const got = format.json(ctx, slot);
    let tally = tallies.get(name);
    if (tally === undefined) tallies.set(name, (tally = { right: 0, wrong: 0, examples: [] }));
    if (got === want) {
      tally.right++;
      right++;
      continue;
    }
    tally.wrong++;
    wrong++;
    if (tally.examples.length < first) {
      const type = row.get('evt.type');
      tally.examples.push(`  ${capture} ${ctx.evt.num} ${type}\n    want ${shorten(want)}\n    got  ${shorten(got)}`);
    }
  }
}

function shorten(text: string | undefined): string {
  return text === undefined || text.length <= 600 ? String(text) : `${text.slice(0, 600)}... (${text.length})`;
}

function sharedCaptures(): readonly string[] {
  const folder = sharedPath('captures');
  if (folder === undefined) return [];
  return readdirSync(folder)
    .filter((f) => f.endsWith('.scap'))
    .map((f) => join(folder, f))
    .filter((f) => existsSync(f.replace(/\.scap$/, '.fields.jsonl.gz')));
}

for (const path of positionals.length > 0 ? positionals : sharedCaptures()) await compare(path);
const worst = [...tallies].filter(([, t]) => t.wrong > 0).sort(([, a], [, b]) => b.wrong - a.wrong);
for (const [name, tally] of worst) {
  console.log(`${name}: ${tally.wrong} of ${tally.right + tally.wrong} differ`);
  for (const example of tally.examples) console.log(example);
}
console.log(`${right} of ${right + wrong} cells agree; ${worst.length} of ${tallies.size} fields differ somewhere`);
process.exitCode = wrong === 0 ? 0 : 1;
