import type { LoadedRule } from '@saker/rules/load/rule-set.ts';
import { expect, test } from 'vitest';
import { matchesWildcard, selectRules } from './select-rules.ts';

test.each([
  ['abc', 'abc', true],
  ['abc', 'abcd', false],
  ['*', '', true],
  ['**', 'x', true],
  ['a*', 'abc', true],
  ['a*', 'bac', false],
  ['*c', 'abc', true],
  ['*b*', 'abc', true],
  ['a*c', 'abc', true],
  ['a*c', 'abcd', false],
  ['a**d', 'abcd', true],
  ['*ab', 'abab', false],
  ['Read *', 'Read sensitive file', true],
])('%s %s', (pattern, name, expected) => {
  expect(matchesWildcard(pattern, name)).toBe(expected);
});

const rule = (name: string, priority: number, enabled: boolean, ...tags: string[]) =>
  ({ name, priority, enabled, tags }) as unknown as LoadedRule;
const rules = [rule('one', 4, true, 'a'), rule('two', 7, true, 'a', 'b'), rule('three', 2, false, 'b')];

test.each([
  [7, [], ['one', 'two']],
  [4, [], ['one']],
  [7, [{ enable: true, tag: 'b' }], ['one', 'two', 'three']],
  [4, [{ enable: true, rule: 't*' }], ['one', 'three']],
  [
    7,
    [
      { enable: false, rule: '*' },
      { enable: true, rule: 'two' },
    ],
    ['two'],
  ],
  [
    7,
    [
      { enable: true, rule: 'two' },
      { enable: false, tag: 'a' },
    ],
    [],
  ],
  [7, [{ enable: false, rule: 'one', tag: 'b' }], []],
])('priority %i, %j', (minPriority, selections, expected) => {
  expect(selectRules(rules, minPriority, selections).map(({ name }) => name)).toEqual(expected);
});
