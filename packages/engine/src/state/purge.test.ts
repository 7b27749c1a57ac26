import * as T from '@saker/schema/event-types.ts';
import { expect, test } from 'vitest';
import { Machine } from '../testing/machine-fixture.ts';
import { purgeInactive } from './purge.ts';

test('what is silent and dead goes, and what was made up', () => {
  const m = new Machine([{ tid: 100 }, { tid: 200 }, { tid: 300 }]);
  m.event(T.PPME_SYSCALL_READ_X, 777, { res: 0, fd: 0 });
  m.event(T.PPME_SYSCALL_READ_X, 100, { res: 0, fd: 0 });
  const nowHi = Number(m.ts >> 32n);
  const alive = new Set([1, 200]);
  expect(purgeInactive(m.state.table, nowHi, 300, (_pid, tid) => alive.has(tid))).toBe(2);
  // 100 had an event just now, 200 lives, 300 was silent from the start.
  expect([1, 100, 200, 300, 777].map((tid) => m.state.thread(tid) !== undefined)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
