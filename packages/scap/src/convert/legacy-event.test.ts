import * as types from '@saker/schema/event-types.ts';
import { expect, test } from 'vitest';
import * as kinds from '../blocks/block-types.ts';
import { encodeEvent } from '../codec/encode.ts';
import { oldEvent } from '../testing/old-format.ts';
import { readAll } from '../testing/read-all.ts';
import { captureBytes, type ScapWriter } from '../writer.ts';

function read(write: (writer: ScapWriter) => void): ReturnType<typeof readAll> {
  return readAll(
    captureBytes((writer) => {
      writer.section();
      write(writer);
    }),
  );
}

const OPEN = { fd: 3, name: '/etc/passwd', flags: 1, mode: 0 };

test('finds the number of parameters from the lengths', () => {
  const event = encodeEvent({ type: types.PPME_SYSCALL_OPEN_X, ts: 9n, tid: 5, params: OPEN, nparams: 4 });
  const exit = encodeEvent({ type: types.PPME_PROCEXIT_1_E, ts: 9n, tid: 5, params: { status: 1 }, nparams: 1 });
  const { events, reader } = read((writer) => {
    writer.block(kinds.EVENT, oldEvent(event));
    writer.block(kinds.EVENT_INT, oldEvent(exit));
    writer.block(kinds.EVENT_FLAGS, oldEvent(event, 3));
  });
  expect(reader.firstDefect).toBeUndefined();
  expect(events.map((e) => [e.num, e.cpu, e.tid, e.params])).toEqual([
    [1, 1, 5, { ...OPEN, dev: undefined, ino: undefined }],
    [2, 1, 5, { status: 1 }],
    [3, 1, 5, { ...OPEN, dev: undefined, ino: undefined }],
  ]);
});

test('enter and exit events become one', () => {
  const enter = encodeEvent({ type: types.PPME_SYSCALL_READ_E, ts: 1n, tid: 5, params: { fd: 4, size: 10 } });
  const exit = encodeEvent({
    type: types.PPME_SYSCALL_READ_X,
    ts: 2n,
    tid: 5,
    params: { res: 2, data: 'hi' },
    nparams: 2,
  });
  const { events, reader } = read((writer) => {
    writer.block(kinds.EVENT, oldEvent(enter));
    writer.block(kinds.EVENT, oldEvent(exit));
  });
  expect(events.map((e) => [e.num, e.ts, e.params])).toEqual([[1, 2n, { res: 2, data: 'hi', fd: 4, size: 10 }]]);
  expect(reader.counts.dropped).toBe(1);
});

test('two event types that overstate their length are corrected', () => {
  const params = { id: 'a', desc: 'b' };
  const event = encodeEvent({ type: types.PPME_NOTIFICATION_E, ts: 1n, tid: 5, params });
  const overstated = oldEvent(event).split('');
  // The length stands behind CPU, time and thread.
  overstated[18] = String.fromCharCode(event.length - 4 + 3);
  const { events } = read((writer) => writer.block(kinds.EVENT, overstated.join('')));
  expect(events.map((e) => e.params)).toEqual([params]);
});

test.each([
  ['more bytes than all parameters take', (d: string[]) => (d[24] = '\x01')],
  ['a length beyond the block', (d: string[]) => (d[19] = '\xff')],
  ['a length below the header', (d: string[]) => (d[18] = '\x02')],
])('%s make an event unreadable', (_, spoil) => {
  const event = encodeEvent({ type: types.PPME_SYSCALL_CLOSE_X, ts: 9n, tid: 5, params: { res: 0, fd: 3 } });
  const spoiled = oldEvent(event).split('');
  spoil(spoiled);
  const { events, reader } = read((writer) => {
    writer.block(kinds.EVENT, spoiled.join(''));
    writer.block(kinds.EVENT, oldEvent(event));
  });
  expect(events).toHaveLength(1);
  expect(reader.counts.badEvents).toBe(1);
  expect(reader.firstDefect?.code).toBe('bad-event');
});
