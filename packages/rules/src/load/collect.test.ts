import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadRules } from './load-rules.ts';
import type { LoadedRule } from './rule-set.ts';

function load(...files: string[]): readonly LoadedRule[] {
  const outcome = loadRules(files.map((content, i) => ({ name: `${i}.yaml`, content })));
  const [error] = outcome.results.flatMap(({ errors }) => errors);
  if (error !== undefined) throw new Error(error.message);
  return outcome.ruleSet.rules;
}

const RULE = '- {rule: R, desc: d, condition: evt.type = open, output: o, priority: INFO, tags: [t]}\n';

test.each<[string, string, Partial<LoadedRule>]>([
  [
    'append',
    '- {rule: R, condition: and proc.pid = 1, override: {condition: append}}',
    { condition: 'evt.type = open and proc.pid = 1' },
  ],
  [
    'append the old way',
    '- {rule: R, condition: and proc.pid = 1, append: true}',
    { condition: 'evt.type = open and proc.pid = 1' },
  ],
  ['append output', '- {rule: R, output: p, override: {output: append}}', { output: 'o p' }],
  ['append tags', '- {rule: R, tags: [s], override: {tags: append}}', { tags: ['s', 't'] }],
  ['replace tags', '- {rule: R, tags: [s], override: {tags: replace}}', { tags: ['s'] }],
  [
    'replace several',
    '- {rule: R, priority: ERROR, enabled: false, override: {priority: replace, enabled: replace}}',
    { priority: 3, enabled: false, desc: 'd' },
  ],
  ['switch', '- {rule: R, enabled: false}', { enabled: false, priority: 6 }],
  [
    'redefine',
    '- {rule: R, desc: e, condition: evt.type = close, output: q, priority: DEBUG}',
    { desc: 'e', tags: [], priority: 7 },
  ],
  [
    'exceptions',
    '- {rule: R, exceptions: [{name: x, fields: [proc.name], values: [[a b]]}], override: {exceptions: append}}',
    { expanded: '(evt.type = open) and not (( proc.name = "a b"))' },
  ],
])('%s, in the same file or in another', (_name, item, expected) => {
  expect(load(RULE + item)[0]).toMatchObject(expected);
  expect(load(RULE, item)[0]).toMatchObject(expected);
});

test('a redefined rule keeps its place', () => {
  const rule = (name: string): string => RULE.replace('R', name);
  expect(load(rule('a') + rule('b') + rule('a')).map(({ name }) => name)).toEqual(['a', 'b']);
});

test('appending a condition in steps is appending it at once', () => {
  const part = fc.constantFrom('and proc.pid = 1', 'or proc.name = x', 'and not fd.num > 3');
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
      const append = (text: string): string => `- {rule: R, condition: ${text}, override: {condition: append}}\n`;
      const [steps] = load(RULE + parts.map(append).join(''));
      const [once] = load(RULE + append(parts.join(' ')));
      const [files] = load(RULE, ...parts.map(append));
      expect(steps?.condition).toBe(once?.condition);
      expect(steps?.eventTypes).toEqual(once?.eventTypes);
      expect(files?.typed).toEqual(steps?.typed);
    }),
    { numRuns: 50 },
  );
});

test('many changes of macros and tags take linear time', () => {
  const count = 5000;
  const each = (make: (i: number) => string): string => Array.from({ length: count }, (_, i) => make(i)).join('');
  const content = [
    each((i) => `- macro: m${i}\n  condition: evt.num = 1\n`),
    each((i) => `- macro: m${i}\n  condition: or evt.num = 2\n  append: true\n`),
    '- rule: r\n  desc: d\n  condition: m0\n  output: o\n  priority: INFO\n',
    each((i) => `- rule: r\n  tags: [t${i}]\n  override: {tags: append}\n`),
  ].join('');
  const started = performance.now();
  const { ok, ruleSet } = loadRules([{ name: 'f', content }]);
  expect([ok, ruleSet.rules[0]?.tags.length]).toEqual([true, count]);
  expect(performance.now() - started).toBeLessThan(20_000);
});
