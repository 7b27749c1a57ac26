import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SnapshotCollector } from '../snapshot-collector.ts';
import { readAll } from '../testing/read-all.ts';
import { writeSyntheticCapture } from '../testing/synthetic-capture.ts';
import { captureBytes } from '../writer.ts';
import { createScap } from './create-scap.ts';
import { openScap } from './open-scap.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'saker-scap-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const capture = captureBytes((writer) => writeSyntheticCapture(writer, { events: 5000 }));
const expected = readAll(capture).events.length;

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** Events read, and the error's code. */
async function walk(path: string): Promise<readonly [events: number, error: string | undefined]> {
  const opened = openScap(path, new SnapshotCollector());
  if (!opened.ok) return [0, opened.error.code];
  const { reader } = opened.capture;
  let events = 0;
  for (;;) {
    while (reader.next()) events++;
    const more = opened.capture.more();
    if (!(typeof more === 'boolean' ? more : await more)) break;
  }
  opened.capture.close();
  opened.capture.close();
  return [events, reader.error?.code];
}

const half = capture.length >> 1;
const packed = gzipSync(capture);
const wrongSum = Buffer.from(packed);
wrongSum.writeUInt32LE(0x12345678, packed.length - 8);

const FILES: readonly [name: string, bytes: Uint8Array, events: number, error: string | undefined][] = [
  ['plain', capture, expected, undefined],
  ['gzip', packed, expected, undefined],
  [
    'two gzip members',
    Buffer.concat([gzipSync(capture.subarray(0, half)), gzipSync(capture.subarray(half))]),
    expected,
    undefined,
  ],
  ['zstd', zstdCompressSync(capture), expected, undefined],
  ['two sections', Buffer.concat([capture, capture]), 2 * expected, undefined],
  ['empty', Buffer.alloc(0), 0, 'not-a-capture'],
  ['one byte', Buffer.from([0x1f]), 0, 'not-a-capture'],
  ['text', Buffer.from('just some text, nothing else'), 0, 'not-a-capture'],
  ['empty gzip', gzipSync(Buffer.alloc(0)), 0, 'not-a-capture'],
  ['a cut gzip header', packed.subarray(0, 5), 0, 'not-a-capture'],
];

test.each(FILES)('%s', async (name, bytes, events, error) => {
  expect(await walk(file(name, bytes))).toEqual([events, error]);
});

test('a truncated gzip file gives all events before its end', async () => {
  const cut = packed.subarray(0, packed.length >> 1);
  const there = readAll(gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH }));
  expect(there.events.length).toBeGreaterThan(1000);
  expect(await walk(file('truncated', cut))).toEqual([there.events.length, 'truncated']);
});

test.each([
  ['a gzip file with a wrong checksum', wrongSum],
  ['a zstd file cut short', zstdCompressSync(capture).subarray(0, 20_000)],
])('%s gives events, then an error', async (name, bytes) => {
  const [events, error] = await walk(file(name, bytes));
  expect(events).toBeGreaterThan(0);
  expect(['unreadable', 'truncated']).toContain(error);
});

test('what cannot be opened is an error of the environment', async () => {
  expect(await walk(join(folder, 'missing'))).toEqual([0, 'ENOENT']);
  expect(await walk(folder)).toEqual([0, 'EISDIR']);
});

test.each([false, true])('a created file is read again (gzip: %s)', async (gzip) => {
  const path = join(folder, `created-${gzip}`);
  const created = createScap(path, { gzip });
  if (!created.ok) throw new Error(created.error.message);
  const events = writeSyntheticCapture(created.capture.writer, { events: 5000 });
  created.capture.close();
  created.capture.close();
  expect(created.capture.error).toBeUndefined();
  expect(created.capture.size).toBeGreaterThan(10_000);
  expect(await walk(path)).toEqual([events, undefined]);
});

test('a file that cannot be created or written says so', () => {
  expect(createScap(join(folder, 'no', 'such', 'folder'), { gzip: false })).toMatchObject({
    ok: false,
    error: { code: 'ENOENT' },
  });
  const full = createScap('/dev/full', { gzip: false });
  if (!full.ok) return;
  writeSyntheticCapture(full.capture.writer, { events: 10 });
  full.capture.close();
  expect(full.capture.error?.code).toBe('ENOSPC');
});

test('memory does not grow with the capture', async () => {
  const one = gzipSync(captureBytes((writer) => writeSyntheticCapture(writer, { events: 20_000 })));
  const path = file('large', Buffer.concat(Array.from({ length: 30 }, () => one)));
  await walk(path);
  const before = process.memoryUsage().arrayBuffers;
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().arrayBuffers);
  }, 1);
  await walk(path);
  clearInterval(timer);
  expect((peak - before) / (1 << 20)).toBeLessThan(40);
});
