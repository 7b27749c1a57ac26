import { PPME_ASYNCEVENT_E, PPME_SYSCALL_CLOSE_X, PPME_SYSCALL_OPEN_X } from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventInput } from '../testing/arbitraries.ts';
import { decodeEvent } from './decode.ts';
import { encodeEvent, viewEvent } from './encode.ts';

test('decoding an encoded event gives it back', () => {
  fc.assert(
    fc.property(eventInput, (input) => {
      const { ts, tid, type, params } = decodeEvent(viewEvent(encodeEvent(input)));
      expect({ ts, tid, type, params }).toEqual({
        ts: input.ts,
        tid: input.tid,
        type: input.type,
        params: input.params,
      });
    }),
    { numRuns: 2000 },
  );
});

test('no event of the table has two parameters of one name', () => {
  const twice = EVENTS.filter((e) => new Set(e.params.map((p) => p.name)).size !== e.params.length);
  expect(twice).toEqual([]);
});

test('encodes the layout byte by byte', () => {
  const event = encodeEvent({
    type: PPME_SYSCALL_CLOSE_X,
    ts: 0x0102030405060708n,
    tid: 9,
    params: { res: -2, fd: 3 },
  });
  expect(Buffer.from(event).toString('hex')).toBe(
    '0807060504030201' +
      '0900000000000000' +
      '2e000000' +
      '0500' +
      '02000000' +
      '08000800' +
      'feffffffffffffff' +
      '0300000000000000',
  );
  const large = encodeEvent({
    type: PPME_ASYNCEVENT_E,
    ts: 0n,
    tid: -1,
    params: { plugin_id: 1, name: 'a', data: 'bc' },
  });
  expect(Buffer.from(large.subarray(20)).toString('hex')).toBe(
    '9201' + '03000000' + '04000000' + '02000000' + '02000000' + '01000000' + '6100' + '6263',
  );
});

test('bytes that are no value of the type come out as they are', () => {
  const event = encodeEvent({
    type: PPME_SYSCALL_OPEN_X,
    ts: 0n,
    tid: 1,
    params: { fd: { raw: 'abc' }, name: { raw: 'no end' }, flags: 1 },
  });
  expect(decodeEvent(viewEvent(event)).params).toEqual({
    fd: { raw: 'abc' },
    name: { raw: 'no end' },
    flags: 1,
    mode: undefined,
    dev: undefined,
    ino: undefined,
  });
});

test('a mistake in the event to encode throws', () => {
  const base = { ts: 0n, tid: 1 };
  expect(() => encodeEvent({ ...base, type: 99999, params: {} })).toThrow('event type 99999 is not in the table');
  expect(() => encodeEvent({ ...base, type: PPME_SYSCALL_CLOSE_X, params: { fdd: 1 } })).toThrow(
    'PPME_SYSCALL_CLOSE_X has no parameter fdd',
  );
  expect(() => encodeEvent({ ...base, type: PPME_SYSCALL_OPEN_X, params: { name: 'x'.repeat(70_000) } })).toThrow(
    'PPME_SYSCALL_OPEN_X: name has 70001 bytes',
  );
});
