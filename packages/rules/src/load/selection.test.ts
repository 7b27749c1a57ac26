import { describe, expect, test } from 'vitest';
import { loadRules } from './load-rules.ts';
import { matchesWildcard, type SelectionOptions, selectRules } from './selection.ts';

describe('matchesWildcard', () => {
  test.each([
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['*', '', true],
    ['***', 'abc', true],
    ['a*', 'abc', true],
    ['*c', 'abc', true],
    ['*b*', 'abc', true],
    ['a*c', 'abc', true],
    ['a**c', 'abc', true],
    ['a*d', 'abc', false],
    ['*ab', 'abab', false],
    ['a*b*c', 'a1b2c', true],
    ['', 'a', false],
    ['', '', true],
  ])('%j and %j: %s', (pattern, name, expected) => expect(matchesWildcard(pattern, name)).toBe(expected));
});

const rule = (name: string, priority: string, tags: string, more = ''): string =>
  `- {rule: ${name}, desc: d, condition: evt.type = open, output: o, priority: ${priority}, tags: [${tags}]${more}}\n`;
const content =
  rule('one', 'ERROR', 'a') +
  rule('two', 'INFO', 'a, b') +
  rule('three', 'DEBUG', 'b', ', enabled: false') +
  rule('four', 'EMERGENCY', '');
const { ruleSet } = loadRules([{ name: 'f', content }]);

describe('selectRules', () => {
  test.each<[string, SelectionOptions, string]>([
    ['by default', {}, 'one two four'],
    ['a minimum priority', { minPriority: 3 }, 'one four'],
    ['a name', { switches: [{ enable: false, rule: 'two' }] }, 'one four'],
    ['names', { switches: [{ enable: true, rule: 't*' }] }, 'one two four three'],
    ['a tag', { switches: [{ enable: false, tag: 'a' }] }, 'four'],
    [
      'in order',
      {
        switches: [
          { enable: false, rule: '*' },
          { enable: true, tag: 'b' },
        ],
      },
      'two three',
    ],
    [
      'switched off and on',
      {
        switches: [
          { enable: false, rule: 'one' },
          { enable: true, rule: 'four' },
          { enable: true, rule: 'one' },
        ],
      },
      'two four one',
    ],
    ['priority before names', { switches: [{ enable: true, rule: '*' }], minPriority: 6 }, 'one two four'],
  ])('%s', (_name, options, expected) =>
    expect(
      selectRules(ruleSet, options)
        .map(({ name }) => name)
        .join(' '),
    ).toBe(expected),
  );
});
