import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { readPosixRegex } from './regex.ts';

function matches(pattern: string, text: string): boolean {
  const regex = readPosixRegex(pattern);
  if (!regex.ok) throw new Error(regex.message);
  const linear = RE2JS.compile(regex.source, RE2JS.MULTILINE).matches(text);
  expect(new RegExp(`^(?:${regex.source})$`, 'u').test(text)).toBe(linear);
  return linear;
}

describe('meaning', () => {
  test.each([
    ['a|bc', 'bc', true],
    ['a|bc', 'ac', false],
    ['a**', 'aaa', true],
    ['a+?', '', true],
    ['a{2}{2}', 'aaaa', true],
    ['a{2}{2}', 'aaa', false],
    ['a{2,}b', 'aaaab', true],
    ['a{,2}', 'a{,2}', true],
    ['{', '{', true],
    ['.', '\n', false],
    ['[^a]', '\n', true],
    ['[]a]', ']', true],
    ['[a-]', '-', true],
    ['[[:digit:]x]+', '12x', true],
    ['[[:^digit:]]', '1', false],
    ['[[:foo]', ':', true],
    ['\\x41\\x{42}\\101', 'ABA', true],
    ['\\.\\/\\-', './-', true],
    ['é.', 'éü', true],
    ['(a|(b))*c', 'abac', true],
    ['', '', true],
  ])('%s on %j: %s', (pattern, text, expected) => {
    expect(matches(Buffer.from(pattern, 'utf8').toString('latin1'), text)).toBe(expected);
  });
});

describe('refused', () => {
  test.each([
    ['a(b', 'missing ): a(b'],
    ['a)b', 'unexpected ): a)b'],
    ['[a', 'missing ]: [a'],
    ['[', 'missing ]: ['],
    ['*', 'no argument for repetition operator: *'],
    ['a|*', 'no argument for repetition operator: *'],
    ['(?i)a', 'no argument for repetition operator: ?'],
    ['\\d', 'invalid escape sequence: \\d'],
    ['\\pN', 'invalid escape sequence: \\p'],
    ['\\1', 'invalid escape sequence: \\1'],
    ['\\xg1', 'invalid escape sequence: \\xg1'],
    ['\\x{110000}', 'invalid escape sequence: \\x{110000'],
    ['a\\', 'trailing \\'],
    ['a{1001}', 'invalid repetition size: {1001}'],
    ['a{2,1}', 'invalid repetition size: {2,1}'],
    ['(a{100}){11}', 'invalid repetition size: {11}'],
    ['[b-a]', 'invalid character class range: b-a'],
    ['[a-c-e]', 'invalid character class range: -e'],
    ['[[:nope:]]', 'invalid character class range: [:nope:]'],
    ['\xff', 'invalid UTF-8'],
    ['.{1000}'.repeat(30), 'pattern too large - compile failed'],
  ])('%s', (pattern, message) => expect(readPosixRegex(pattern)).toEqual({ ok: false, message }));
});

test('whatever is accepted compiles', () => {
  const piece = fc.constantFrom(
    'a',
    '.',
    '(',
    ')',
    '[',
    ']',
    '*',
    '+',
    '?',
    '{2}',
    '{1,3}',
    '|',
    '^',
    '$',
    '\\x41',
    '\\',
    '-',
    '[:alpha:]',
    '[^',
    ']',
    '/',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const regex = readPosixRegex(pieces.join(''));
      fc.pre(regex.ok);
      if (!regex.ok) return;
      RE2JS.compile(regex.source, RE2JS.MULTILINE);
      new RegExp(regex.source, 'um');
    }),
    { numRuns: 2000 },
  );
});
