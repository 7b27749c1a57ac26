import { type Bytes, bytesView } from '@saker/core/bytes.ts';
import * as types from '@saker/schema/event-types.ts';
import { expect, test } from 'vitest';
import * as kinds from './blocks/block-types.ts';
import { encodeEvent, viewEvent } from './codec/encode.ts';
import type { ParamValue } from './codec/param-value.ts';
import { EVENT_TYPES } from './event-shapes.ts';
import { ScapReader } from './reader.ts';
import { describeScapError } from './scap-error.ts';
import { SnapshotCollector } from './snapshot-collector.ts';
import { MACHINE, processEntry } from './testing/entries.ts';
import { readAll } from './testing/read-all.ts';
import { writeSyntheticCapture } from './testing/synthetic-capture.ts';
import { captureBytes, type ScapWriter } from './writer.ts';

function close(fd: number): Bytes {
  return encodeEvent({ type: types.PPME_SYSCALL_CLOSE_X, ts: 1n, tid: 7, params: { res: 0, fd } });
}

function add(writer: ScapWriter, type: number, params: Record<string, ParamValue>, nparams?: number): void {
  const input = { type, ts: 5n, tid: 7, params };
  writer.event(viewEvent(encodeEvent(nparams === undefined ? input : { ...input, nparams })));
}

function addClose(writer: ScapWriter, fd: number): void {
  add(writer, types.PPME_SYSCALL_CLOSE_X, { res: 0, fd });
}

/** Two closes with what `between` makes between them. */
function framed(between: (writer: ScapWriter) => void): Uint8Array {
  return captureBytes((writer) => {
    writer.section();
    addClose(writer, 1);
    between(writer);
    addClose(writer, 2);
  });
}

function fdsOf(capture: Uint8Array): unknown[] {
  return readAll(capture).events.map((e) => e.params.fd);
}

test('delivers the same events and state in pieces of any size', () => {
  const capture = captureBytes((writer) => writeSyntheticCapture(writer, { events: 150 }));
  const whole = readAll(capture, capture.length);
  expect(whole.reader.error).toBeUndefined();
  expect(whole.events.length).toBeGreaterThanOrEqual(150);
  expect(whole.events.map((e) => e.num)).toEqual(whole.events.map((_, i) => i + 1));
  expect(whole.state.processes.map((p) => p.comm)).toEqual(['systemd', 'bash', 'nginx']);
  for (const size of [1, 2, 7, 11, 12, 13, 100, 1000, 4096]) {
    const parts = readAll(capture, size);
    expect(parts.reader.error).toBeUndefined();
    expect(parts.events).toEqual(whole.events);
    expect(parts.state).toEqual(whole.state);
  }
});

test('tells time, thread, CPU and flags of events', () => {
  const evt = viewEvent(close(3));
  evt.cpu = 513;
  evt.flags = 9;
  const big = viewEvent(encodeEvent({ type: types.PPME_SYSCALL_CLOSE_X, ts: (1n << 63n) + 5n, tid: -1, params: {} }));
  const wide = viewEvent(encodeEvent({ type: types.PPME_SYSCALL_CLOSE_X, ts: 0n, tid: 2 ** 40, params: {} }));
  const { reader, events } = readAll(
    captureBytes((writer) => {
      writer.section();
      for (const e of [evt, big, wide]) writer.event(e);
    }),
  );
  expect(events.map(({ ts, tid, cpu, params }) => ({ ts, tid, cpu, fd: params.fd }))).toEqual([
    { ts: 1n, tid: 7, cpu: 513, fd: 3 },
    { ts: (1n << 63n) + 5n, tid: -1, cpu: 0, fd: undefined },
    { ts: 0n, tid: 2 ** 40, cpu: 0, fd: undefined },
  ]);
  expect(reader.evt.flags).toBe(0);
});

test('keeps the flags of a flagged event', () => {
  const capture = framed((writer) => {
    const evt = viewEvent(close(3));
    evt.flags = 0x80000001;
    writer.event(evt);
  });
  const reader = new ScapReader(new SnapshotCollector());
  reader.push(bytesView(capture.buffer));
  reader.finish();
  const flags: number[] = [];
  while (reader.next()) flags.push(reader.evt.flags);
  expect(flags).toEqual([0, 0x80000001, 0]);
});

test('reads events of more than 64 KiB', () => {
  const data = 'x'.repeat(300_000);
  const capture = framed((w) => add(w, types.PPME_ASYNCEVENT_E, { plugin_id: 1, name: 'container', data }));
  for (const size of [1000, 1 << 20]) {
    const { events, reader } = readAll(capture, size);
    expect(reader.error).toBeUndefined();
    expect(events[1]?.params).toEqual({ plugin_id: 1, name: 'container', data });
  }
});

test('an event type beyond the table is skipped and takes no number', () => {
  const strange = close(9);
  new DataView(strange.buffer, strange.byteOffset).setUint16(20, EVENT_TYPES, true);
  const capture = framed((writer) => writer.block(kinds.EVENT_V2, `\0\0${strange.latin1Slice(0, strange.length)}`));
  const { events, reader } = readAll(capture);
  expect(events.map((e) => [e.num, e.params.fd])).toEqual([
    [1, 1],
    [2, 2],
  ]);
  expect(reader.counts.unknownEvents).toBe(1);
});

const BAD_EVENTS: readonly [name: string, spoil: (data: DataView) => void][] = [
  ['longer than its block', (d) => d.setUint32(16, 1000, true)],
  ['of huge length', (d) => d.setUint32(16, 0xffffffff, true)],
  ['of the smallest negative length', (d) => d.setUint32(16, 0x80000000, true)],
  ['shorter than its header', (d) => d.setUint32(16, 25, true)],
  ['with a parameter that is too long', (d) => d.setUint16(28, 9, true)],
  ['with more parameters than fit', (d) => d.setUint32(22, 40, true)],
  ['with an absurd number of parameters', (d) => d.setUint32(22, 0xffffffff, true)],
];

test.each(BAD_EVENTS)('an event %s is skipped and counted', (_, spoil) => {
  const event = close(9);
  spoil(new DataView(event.buffer, event.byteOffset));
  const capture = framed((writer) => writer.block(kinds.EVENT_V2, `\0\0${event.latin1Slice(0, event.length)}`));
  const { events, reader } = readAll(capture);
  expect(events.map((e) => [e.num, e.params.fd])).toEqual([
    [1, 1],
    [2, 2],
  ]);
  expect(reader.error).toBeUndefined();
  expect(reader.counts.badEvents).toBe(1);
  expect(reader.firstDefect).toMatchObject({ code: 'bad-event', block: 0x216, offset: 28 + 60 });
});

test('an event of a kind that conversion leaves alone may have any number of parameters up to the limit', () => {
  const capture = framed((w) => add(w, types.PPME_PROCINFO_E, { cpu_usr: 4 }, 1));
  const { events } = readAll(capture);
  expect(events[1]?.params).toEqual({ cpu_usr: 4 });
});

const START = framed(() => {});

function patched(at: number, value: number): Uint8Array {
  const copy = START.slice();
  new DataView(copy.buffer).setUint32(at, value, true);
  return copy;
}

const FATAL: readonly [name: string, capture: Uint8Array, error: string, events: number][] = [
  ['empty', new Uint8Array(0), 'not a capture (byte 0: expected section header, got 0 bytes)', 0],
  [
    'text',
    Buffer.from('#!/bin/sh\necho hello world\n'),
    'not a capture (byte 0: expected section header, got 0x622f2123)',
    0,
  ],
  ['short text', Buffer.from('hello'), 'not a capture (byte 0: expected section header, got 5 bytes)', 0],
  [
    'a section header cut short',
    START.slice(0, 20),
    'the capture ends inside a block (block 0xa0d0d0a at byte 0: expected 28, got 20)',
    0,
  ],
  ['no events', START.slice(0, 28), 'the capture holds no events (byte 28: expected an event, got the end)', 0],
  [
    'cut inside a block header',
    START.slice(0, 93),
    'the capture ends inside a block (block 0x216 at byte 88: expected 8, got 5)',
    1,
  ],
  [
    'cut inside an event',
    START.slice(0, 140),
    'the capture ends inside a block (block 0x216 at byte 88: expected 60, got 52)',
    1,
  ],
  [
    'another magic',
    patched(8, 0x12345678),
    'not a capture (block 0xa0d0d0a at byte 0: expected 0x1a2b3c4d, got 0x12345678)',
    0,
  ],
  [
    'a newer version',
    patched(12, 2),
    'the capture has a newer format version (block 0xa0d0d0a at byte 0: expected 1, got 2)',
    0,
  ],
  [
    'a broken section trailer',
    patched(24, 29),
    'the lengths before and behind a block differ (block 0xa0d0d0a at byte 0: expected 28, got 29)',
    0,
  ],
  ['a tiny block', patched(92, 7), 'impossible block length (block 0x216 at byte 88: expected 40..65544, got 7)', 1],
  [
    'a huge event block',
    patched(92, 0xfffffff0),
    'impossible block length (block 0x216 at byte 88: expected 40..65544, got 4294967280)',
    1,
  ],
  [
    'a strange block among events',
    patched(88, 0x999),
    'unexpected block between events (block 0x999 at byte 88: expected event or section, got 0x999)',
    1,
  ],
];

test.each(FATAL)('ends with an error: %s', (_, capture, text, events) => {
  const read = readAll(capture);
  expect(read.reader.error && describeScapError(read.reader.error)).toBe(text);
  expect(read.events).toHaveLength(events);
  expect(read.reader.done).toBe(true);
  expect(read.reader.next()).toBe(false);
});

test('recognises the other byte order', () => {
  const swapped = START.slice();
  for (let at = 0; at < 16; at += 4) swapped.subarray(at, at + 4).reverse();
  expect(readAll(swapped).reader.error?.code).toBe('foreign-byte-order');
});

test('a block before the events may be of an unknown kind, but not of any length', () => {
  const capture = captureBytes((writer) => {
    writer.section();
    writer.block(0x777, 'whatever this is');
    addClose(writer, 1);
  });
  expect(fdsOf(capture)).toEqual([1]);
  expect(readAll(capture).reader.counts.unknownBlocks).toBe(1);
  new DataView(capture.buffer).setUint32(32, 0x7fffffff, true);
  expect(readAll(capture).reader.error?.code).toBe('bad-block-length');
  new DataView(capture.buffer).setUint32(32, 28, true);
  new DataView(capture.buffer).setUint32(28 + 24, 27, true);
  expect(readAll(capture).reader.error?.code).toBe('trailer-mismatch');
});

test('a broken list of the initial state loses its rest only', () => {
  const capture = captureBytes((writer) => {
    writer.section();
    writer.processes([processEntry(10), processEntry(11)]);
    addClose(writer, 1);
  });
  // The second entry's size, behind section (28), block header (8) and the first entry.
  const data = new DataView(capture.buffer);
  const first = data.getUint32(36, true);
  data.setUint32(36 + first, 20, true);
  const { events, state, reader } = readAll(capture);
  expect(state.processes.map((p) => p.tid)).toEqual([10]);
  expect(events).toHaveLength(1);
  expect(reader.counts.badEntries).toBe(1);
  expect(reader.firstDefect).toMatchObject({ code: 'bad-entry', block: 0x215, offset: 28 });
});

test('sections one after the other: state begins anew, event numbers go on', () => {
  const user = { uid: 5, gid: 5, name: 'eva', home: '/', shell: '', container_id: '' };
  const section = (pid: number): Uint8Array =>
    captureBytes((writer) => {
      writer.section();
      writer.machine({ ...MACHINE, cpus: pid });
      writer.processes([processEntry(pid)]);
      add(writer, types.PPME_USER_ADDED_E, user);
      addClose(writer, pid);
      addClose(writer, pid + 1);
    });
  const { events, state, reader } = readAll(Buffer.concat([section(10), section(20)]));
  expect(reader.error).toBeUndefined();
  // Announcements at the beginning of a later section are numbered apart, as upstream does.
  expect(events.map((e) => [e.num, e.params.fd ?? e.name])).toEqual([
    [1, 'useradded'],
    [2, 10],
    [3, 11],
    [1, 'useradded'],
    [4, 20],
    [5, 21],
  ]);
  expect(state.sections).toBe(2);
  expect(state.machineInfo?.cpus).toBe(20);
  expect(state.processes.map((p) => p.tid)).toEqual([20]);
});

test('says when the initial state is complete and when the first event for rules follows', () => {
  const log: string[] = [];
  const capture = captureBytes((writer) => {
    writer.section();
    writer.machine(MACHINE);
    add(writer, types.PPME_ASYNCEVENT_E, { name: 'container' });
    addClose(writer, 1);
  });
  const note = (what: string) => () => void log.push(what);
  const reader = new ScapReader({
    section: note('section'),
    machine: note('machine'),
    interfaces: note('interfaces'),
    users: note('users'),
    process: note('process'),
    fd: note('fd'),
    complete: note('complete'),
    ready: note('ready'),
  });
  reader.push(bytesView(capture.buffer));
  while (reader.next()) log.push(`event ${reader.evt.num}`);
  expect(log).toEqual(['section', 'machine', 'complete', 'event 1', 'ready', 'event 2']);
});
