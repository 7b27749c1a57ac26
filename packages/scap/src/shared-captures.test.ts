import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { bytesView } from '@saker/core/bytes.ts';
import { sharedPath } from '@saker/core/testing/shared-folder.ts';
import { PPME_ASYNCEVENT_E, PPME_GENERIC_X } from '@saker/schema/event-types.ts';
import { describe, expect, test } from 'vitest';
import type { DecodedEvent } from './codec/decode.ts';
import { ScapReader } from './reader.ts';
import { SnapshotCollector } from './snapshot-collector.ts';
import { readAll } from './testing/read-all.ts';
import { captureBytes } from './writer.ts';

const folder = sharedPath('captures');
const names = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.scap'));

/** The columns of the reference implementation's dump that the reader alone decides. */
interface DumpRow {
  readonly 'evt.num': number;
  readonly 'evt.type': string;
  readonly 'evt.cpu': number;
  readonly 'evt.rawtime': number;
  readonly 'evt.rawtime.s': number;
  readonly 'evt.rawtime.ns': number;
  readonly 'evt.args': string | null;
  readonly 'thread.tid': number | null;
}

// Counted as skipped where there are no reference captures.
if (folder === undefined) test.skip('reference captures', () => {});

describe.each(names)('%s', (name) => {
  const path = `${folder}/${name}`;
  const capture = gunzipSync(readFileSync(path));
  const read = readAll(capture);

  test('has the events, numbers and arguments that the reference implementation sees', () => {
    const byNum = new Map(read.events.map((event) => [event.num, event]));
    const dump = gunzipSync(readFileSync(path.replace('.scap', '.fields.jsonl.gz'))).toString('utf8');
    const rows = dump
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as DumpRow);
    const wrong = rows.filter((row) => !agrees(row, byNum.get(row['evt.num'])));
    expect(wrong.map((row) => [row['evt.num'], row['evt.type'], row['evt.args']])).toEqual([]);
    expect(read.reader.counts).toMatchObject({ badEvents: 0, badEntries: 0, unknownEvents: 0, unknownBlocks: 0 });
  });

  test('written again it is the same capture', () => {
    const again = readAll(rewrite(capture));
    expect(again.events.length).toBe(read.events.length);
    expect(again.events).toEqual(read.events);
    expect(again.state).toEqual(read.state);
  });
});

function agrees(row: DumpRow, event: DecodedEvent | undefined): boolean {
  if (event === undefined) return false;
  const ts = BigInt(row['evt.rawtime.s']) * 1_000_000_000n + BigInt(row['evt.rawtime.ns']);
  const tid = row['thread.tid'];
  if (event.ts !== ts || event.cpu !== row['evt.cpu'] || (tid !== null && tid !== event.tid)) return false;
  if (event.type === PPME_GENERIC_X) return true;
  if (event.type === PPME_ASYNCEVENT_E) return event.params.name === row['evt.type'];
  return event.name === row['evt.type'] && namesInOrder(row['evt.args'] ?? '', Object.keys(event.params));
}

/** Whether the arguments' text has exactly these names, in this order. */
function namesInOrder(text: string, names: readonly string[]): boolean {
  let at = 0;
  for (const name of names) {
    const found = text.indexOf(`${name}=`, at);
    if (found < 0) return false;
    at = found + name.length + 1;
  }
  return true;
}

function rewrite(capture: Uint8Array): Uint8Array {
  const state = new SnapshotCollector();
  const reader = new ScapReader(state);
  reader.push(bytesView(capture.buffer, capture.byteOffset, capture.byteLength));
  reader.finish();
  return captureBytes((writer) => {
    let more = reader.next();
    writer.section();
    writer.snapshot(state);
    for (; more; more = reader.next()) writer.event(reader.evt);
  });
}
