import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sharedPath } from '@saker/core/testing/shared-folder.ts';
import { SYSCALL_FIELDS } from '@saker/rules/check/field-catalogue.ts';
import { type OutputFormat, parseFormat } from '@saker/rules/language/format.ts';
import { openScap } from '@saker/scap/node/open-scap.ts';
import { EventContext } from '../fields/event-context.ts';
import { CompiledFormat } from '../output/compiled-format.ts';
import { StateEngine } from '../state/state-engine.ts';

/** A cell of a dump that differs or agrees, as JSON. */
export interface Cell {
  readonly capture: string;
  readonly event: number;
  readonly type: string;
  readonly field: string;
  readonly want: string | undefined;
  readonly got: string;
}

/** Fields that depend on the machine that made the dump. */
const SKIPPED: ReadonlySet<string> = new Set([
  'evt.hostname',
  'fd.cip.name',
  'fd.sip.name',
  'fd.lip.name',
  'fd.rip.name',
]);

/** Marks cells in which the dump did not agree with itself. */
const VOLATILE = '"<VOLATILE>"';

/**
 * Replays a capture beside which its field dump lies (`NAME.fields.jsonl.gz`: one object of `output_fields` an event)
 * and visits every cell. Throws where the events are not the same.
 */
export async function compareWithDump(path: string, visit: (cell: Cell) => void): Promise<void> {
  const dump = path.replace(/\.scap$/, '.fields.jsonl.gz');
  const rows = gunzipSync(readFileSync(dump)).toString('utf8').trimEnd().split('\n');
  const format = new CompiledFormat(dumpFormat(), 'dots');
  const state = new StateEngine();
  const opened = openScap(path, state.snapshot);
  if (!opened.ok) throw new Error(opened.error.message);
  const { capture } = opened;
  const ctx = new EventContext(capture.reader.evt, state);
  const name = basename(path, '.scap');
  let count = 0;
  for (;;) {
    while (capture.reader.next()) {
      ctx.begin();
      if (!state.apply(ctx)) continue;
      const row = rows[count++];
      if (row === undefined) throw new Error(`${name}: event ${ctx.evt.num} is not in the dump`);
      format.read(ctx);
      visitRow(name, ctx, format, row, visit);
      ctx.lastTsHi = ctx.evt.tsHi;
      ctx.lastTsLo = ctx.evt.tsLo;
    }
    if (!(await capture.more())) break;
  }
  capture.close();
  if (count !== rows.length) throw new Error(`${name}: ${rows.length - count} events of the dump did not come`);
}

function visitRow(
  capture: string,
  ctx: EventContext,
  format: CompiledFormat,
  row: string,
  visit: (cell: Cell) => void,
): void {
  const cells = members(row);
  const event = ctx.evt.num;
  if (cells.get('evt.num') !== String(event)) {
    throw new Error(`${capture}: event ${event} stands for event ${cells.get('evt.num')} of the dump`);
  }
  const type = JSON.parse(cells.get('evt.type') ?? '""') as string;
  for (const { name, slot } of format.keys) {
    const want = cells.get(name);
    if (SKIPPED.has(name) || want === VOLATILE) continue;
    visit({ capture, event, type, field: name, want, got: format.json(ctx, slot) });
  }
}

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
