import { expect, test } from 'vitest';
import { expandEnvironment } from './environment.ts';

const values: Record<string, string> = { A: 'one', B: '${A}!', LOOP: 'x${LOOP}' };

test.each([
  ['plain', 'plain'],
  ['${A}', 'one'],
  ['<${A}${A}>', '<oneone>'],
  ['${UNSET}x', 'x'],
  ['$${A}', '${A}'],
  ['$${A} ${A}', '${A} one'],
  ['${B}', 'one!'],
  ['${A', '${A'],
  ['$A ${A}', '$A ${A}'],
  ['', ''],
])('%s', (text, expected) => {
  expect(expandEnvironment(text, (name) => values[name])).toBe(expected);
});

test('a variable that holds itself ends', () => {
  expect(expandEnvironment('${LOOP}', (name) => values[name])).toMatch(/^x{100}$/);
});
