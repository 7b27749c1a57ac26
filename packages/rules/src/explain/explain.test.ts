import { describe, expect, test } from 'vitest';
import type { Bound, FieldBinder, FieldValue } from '../compile/field-source.ts';
import { loadRules } from '../load/load-rules.ts';
import { decidingChecks, explain } from './explain.ts';
import { explanationJson, renderExplanation } from './render.ts';

type FakeEvent = Readonly<Record<string, FieldValue>>;

const SOURCE: FieldBinder<FakeEvent> = {
  bind: (field): Bound<FakeEvent> => ({ kind: 'read', of: 'event', extract: (event) => event[field.name] }),
};

const RULES = `
- macro: shell
  condition: proc.name in (bash, sh)
- macro: never
  condition: (evt.num = 0)
- rule: R
  desc: d
  condition: shell and (fd.name startswith /etc or fd.num > 2) and not never and proc.pname != ""
  output: o
  priority: INFO
`;

const { ruleSet } = loadRules([{ name: 'r', content: RULES }]);
const rule = ruleSet.rules[0] as (typeof ruleSet.rules)[number];
const options = { unfold: false, address: (bytes: string) => bytes };

describe('explain', () => {
  test('shows each part with its value, and marks what decided a match', () => {
    const explained = explain(rule, { 'proc.name': 'sh', 'fd.num': 3, 'evt.num': 7, 'proc.pname': 'x' }, 1, SOURCE);
    expect(renderExplanation(explained, options)).toBe(
      [
        '* true   all of',
        '*   true   macro shell',
        '*     true   proc.name in (bash, sh)    ["sh"]',
        '*   true   any of',
        '      false  fd.name startswith /etc    [<NA>]',
        '*     true   fd.num > 2    [3]',
        '*   true   not',
        '*     false  macro never',
        '*       false  evt.num = 0    [7]',
        '*   true   proc.pname != ""    ["x"]',
        '',
      ].join('\n'),
    );
  });

  test('names the first part that kept the rule from matching; macros beside the way stay folded', () => {
    const explained = explain(rule, { 'proc.name': 'cat', 'fd.name': '/etc/passwd', 'evt.num': 1 }, 1, SOURCE);
    expect(explained.result).toBe(false);
    expect(decidingChecks(explained).map((c) => c.text)).toEqual(['proc.name in (bash, sh)']);
    expect(renderExplanation(explained, options)).not.toContain('evt.num');
    expect(renderExplanation(explained, { ...options, unfold: true })).toContain('evt.num = 0    [1]');
  });

  test('missing values make every comparison false, != too', () => {
    const explained = explain(rule, { 'proc.name': 'sh', 'fd.num': 9, 'evt.num': 1 }, 1, SOURCE);
    expect(decidingChecks(explained).map((c) => [c.text, c.left])).toEqual([['proc.pname != ""', undefined]]);
  });

  test('is plain data in JSON', () => {
    const explained = explain(
      rule,
      { 'proc.name': 'sh', 'fd.num': 2n ** 60n, 'evt.num': 1, 'proc.pname': '\xe9' },
      1,
      SOURCE,
    );
    const text = JSON.stringify(explanationJson(explained, options));
    expect(text).toContain('"value":"1152921504606846976"');
    expect(text).toContain('"value":"\ufffd"');
    expect(JSON.parse(text)).toMatchObject({ kind: 'and', result: true });
  });
});
