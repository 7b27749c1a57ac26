import { PPME_ASYNCEVENT_E, PPME_SYSCALL_OPENAT_2_X } from '@saker/schema/event-types.ts';
import { expect, test } from 'vitest';
import { encodeEvent, viewEvent } from './codec/encode.ts';
import { int64 } from './event-view.ts';

test.each([
  [0, 0, 0],
  [0, 7, 7],
  [0, -1, 0xffffffff],
  [-1, -1, -1],
  [-1, -100, -100],
  [-1, 0, -4294967296],
  [1, 0, 4294967296],
  [0x1fffff, -1, Number.MAX_SAFE_INTEGER],
])('int64(%i, %i) is %i', (hi, lo, value) => {
  expect(int64(hi, lo)).toBe(value);
});

test('reads parameters in any order', () => {
  const params = { fd: -2, dirfd: -100, name: '/etc/shadow', flags: 0x80000001, dev: 5, ino: 2 ** 40 };
  const evt = viewEvent(encodeEvent({ type: PPME_SYSCALL_OPENAT_2_X, ts: 3n, tid: 4, params, nparams: 7 }));
  expect(evt.big(6)).toBe(1n << 40n);
  expect([evt.u64(6, -1), evt.u32(3, 0), evt.i32(3, 0), evt.u16(5, 0), evt.u8(5, 0)]).toEqual([
    2 ** 40,
    0x80000001,
    0x80000001 | 0,
    5,
    5,
  ]);
  expect([evt.i64(0, 9), evt.i64(1, 9), evt.str(2), evt.buf(2)]).toEqual([-2, -100, '/etc/shadow', '/etc/shadow\0']);
  // Empty, and beyond the event.
  expect([evt.paramLength(4), evt.u32(4, 77), evt.str(4), evt.buf(4)]).toEqual([0, 77, undefined, '']);
  expect([evt.paramLength(7), evt.i64(7, 77), evt.u64(7, 78), evt.str(7), evt.buf(7), evt.big(7)]).toEqual([
    -1,
    77,
    78,
    undefined,
    undefined,
    undefined,
  ]);
  expect([evt.ts(), evt.tid]).toEqual([3n, 4]);
});

test('reads parameters with lengths of four bytes', () => {
  const data = 'x'.repeat(70_000);
  const evt = viewEvent(
    encodeEvent({ type: PPME_ASYNCEVENT_E, ts: 0n, tid: -1, params: { plugin_id: 9, name: 'container', data } }),
  );
  expect([evt.u32(0, 0), evt.str(1), evt.buf(2)]).toEqual([9, 'container', data]);
});
