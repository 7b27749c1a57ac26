import { expect, test } from 'vitest';
import { type ActualAlert, compareAlerts } from './compare-alerts.ts';
import type { ExpectedAlert } from './test-file.ts';

const want = (rule: string, more: Partial<ExpectedAlert> = {}): ExpectedAlert => ({ rule, fields: new Map(), ...more });
const got = (rule: string, event: number, fields: Record<string, string | null> = {}): ActualAlert => ({
  rule,
  event,
  priority: 'Notice',
  message: `${rule} happened`,
  fields: new Map(Object.entries(fields)),
});
const diff = (expected: ExpectedAlert[], actual: ActualAlert[]) =>
  compareAlerts(expected, actual).map(
    ({ kind, text }) => `${{ same: '=', missing: '-', unexpected: '+' }[kind]} ${text}`,
  );

test.each<[string, ExpectedAlert[], ActualAlert[], string[]]>([
  ['nothing', [], [], []],
  ['all as expected', [want('A'), want('B')], [got('A', 1), got('B', 2)], ['= A', '= B']],
  ['one missing', [want('A'), want('B')], [got('B', 2)], ['- A', '= B']],
  ['one too many', [want('B')], [got('A', 1), got('B', 2)], ['+ A, event 1, "A happened"', '= B']],
  ['wrong order', [want('A'), want('B')], [got('B', 1), got('A', 2)], ['- A', '= B', '+ A, event 2, "A happened"']],
  [
    'wrong field',
    [
      want('A', {
        fields: new Map([
          ['x', '1'],
          ['y', null],
        ]),
      }),
    ],
    [got('A', 3, { x: '2', y: null })],
    ['- A, x="1", y=no value', '+ A, event 3, x="2", y=no value'],
  ],
  ['wrong event', [want('A', { event: 4 })], [got('A', 5)], ['- A, event 4', '+ A, event 5']],
  ['priority in any case', [want('A', { priority: 'notice' })], [got('A', 5)], ['= A, notice']],
  ['wrong output', [want('A', { output: 'x' })], [got('A', 5)], ['- A, "x"', '+ A, event 5, "A happened"']],
  [
    'a field that did not come is no value',
    [want('A', { fields: new Map([['x', null]]) })],
    [got('A', 1)],
    ['= A, x=no value'],
  ],
])('%s', (_, expected, actual, lines) => {
  expect(diff(expected, actual)).toEqual(lines);
});
