import { expect, test } from 'vitest';
import { FdOrder } from './fd-order.ts';

/** Descriptors to open (n) and close (-n - 1), and what a std::unordered_map of libstdc++ then lists. */
const cases: readonly [name: string, steps: readonly number[], expected: readonly number[]][] = [
  ['nothing', [], []],
  ['the newest first', [0, 1, 2, 3], [3, 2, 1, 0]],
  ['one in an occupied bucket before its neighbour', [0, 1, 2, 255, 13], [255, 2, 1, 13, 0]],
  ['a place stays when its first owner is gone', [0, 1, 2, 13, -1, 3], [3, 2, 1, 13]],
  ['an emptied bucket begins at the front again', [0, 1, 2, -2, 1], [1, 2, 0]],
  [
    'growing turns it round',
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
    [13, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  ],
];

function run(steps: readonly number[]): FdOrder {
  const order = new FdOrder();
  for (const step of steps) {
    if (step >= 0) order.add(step);
    else order.delete(-step - 1);
  }
  return order;
}

test.each(cases)('%s', (_name, steps, expected) => {
  expect(run(steps).list()).toEqual(expected);
});

test('a copy is made by adding one after the other', () => {
  expect(run([0, 1, 2, 3]).copy().list()).toEqual([0, 1, 2, 3]);
});
