import { PPME_SYSCALL_OPEN_X, PPME_SYSCALL_READ_E } from '@saker/schema/event-types.ts';
import { expect, test } from 'vitest';
import { encodeEvent, viewEvent } from '../codec/encode.ts';
import type { EventView } from '../event-view.ts';
import { StoredEnters } from './stored-enters.ts';

function enter(tid: number, fd: number): EventView {
  return viewEvent(encodeEvent({ type: PPME_SYSCALL_READ_E, ts: 1n, tid, params: { fd, size: 9 } }));
}

test('keeps the last event of each thread in memory of its own', () => {
  const enters = new StoredEnters();
  const first = enter(7, 3);
  enters.store(first);
  enters.store(enter(8, 4));
  first.bytes.fill(0);
  expect(enters.get(7)?.i64(0, -1)).toBe(3);
  enters.store(enter(7, 5));
  expect(enters.get(7)?.i64(0, -1)).toBe(5);
  enters.forget(7);
  expect([enters.get(7), enters.get(9)]).toEqual([undefined, undefined]);
  expect(enters.get(8)?.i64(0, -1)).toBe(4);
  enters.clear();
  expect(enters.get(8)).toBeUndefined();
});

test('has a bound: the threads heard of first are forgotten', () => {
  const enters = new StoredEnters();
  const params = { name: 'x'.repeat(60_000) };
  for (let tid = 0; tid < 300; tid++) {
    enters.store(viewEvent(encodeEvent({ type: PPME_SYSCALL_OPEN_X, ts: 1n, tid, params })));
  }
  expect(enters.evicted).toBe(21);
  expect(enters.get(20)).toBeUndefined();
  expect(enters.get(21)?.str(1)).toBe(params.name);
});
