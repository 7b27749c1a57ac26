import { expect, test } from 'vitest';
import { RecentExits } from './recent-exits.ts';

test('remembers a pair of thread and parent for two seconds', () => {
  const exits = new RecentExits();
  exits.record(7, 3, 100, 0xffff_ffff | 0);
  expect(exits.has(7, 3, 101, 0)).toBe(true);
  expect(exits.has(7, 4, 101, 0)).toBe(false);
  expect(exits.has(8, 3, 101, 0)).toBe(false);
  expect(exits.has(7, 3, 101, 1_999_999_998)).toBe(true);
  expect(exits.has(7, 3, 101, 2_000_000_000)).toBe(false);
  // An event from before the exit is about another thread.
  expect(exits.has(7, 3, 100, 0)).toBe(false);
});

test('forgets when its slot is taken', () => {
  const exits = new RecentExits();
  exits.record(1, 0, 5, 0);
  exits.record(1 + (1 << 15), 0, 5, 0);
  expect(exits.has(1, 0, 5, 1)).toBe(false);
  expect(exits.has(1 + (1 << 15), 0, 5, 1)).toBe(true);
});
