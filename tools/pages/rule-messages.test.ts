import { ERROR_TEXTS, WARNING_TEXTS } from '@saker/rules/load/codes.ts';
import { diagnoseRules } from '@saker/rules/load/diagnose-rules.ts';
import { expect, test } from 'vitest';
import { RULE_MESSAGES } from './rule-messages.ts';

test('every code of Falco is explained once', () => {
  const codes = RULE_MESSAGES.map((message) => message.code);
  expect(new Set(codes).size).toBe(codes.length);
  const known = [...Object.keys(ERROR_TEXTS), ...Object.keys(WARNING_TEXTS)];
  expect(codes.filter((code) => code.startsWith('LOAD_')).sort()).toEqual(known.sort());
});

test.each(RULE_MESSAGES.filter((message) => message.example !== undefined))(
  '$code: the example brings it about',
  ({ code, severity, example = '' }) => {
    const { diagnostics } = diagnoseRules([{ name: 'example.yaml', content: example }]);
    expect(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.severity])).toContainEqual([code, severity]);
  },
);
