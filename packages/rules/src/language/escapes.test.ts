import { describe, expect, test } from 'vitest';
import { escapeLikeFalco, quoteText, unescapeQuoted } from './escapes.ts';

describe('unescapeQuoted', () => {
  test.each([
    ['"plain"', 'plain'],
    ['"\\b\\f\\n\\r\\t\\\\\\/"', '\b\f\n\r\t\\/'],
    ['"a\\ b"', 'a\\b'],
    ['"\\""', '"'],
    ["'\\''", "'"],
    ['"\\x41\\xFF"', 'A\xff'],
    ['"a\\"', 'a'],
  ])('%s', (quoted, text) => expect(unescapeQuoted(quoted)).toEqual({ ok: true, text }));

  test.each([
    ['"\\\'"', 'invalid \\\' escape in "-quoted string'],
    ["'\\\"'", 'invalid \\" escape in \'-quoted string'],
    ['"\\x4"', 'truncated hex char escape sequence'],
    ['"\\x4g"', 'invalid hex char escape sequence: 4g'],
    ['"\\e"', 'unsupported string escape sequence: \\e'],
  ])('%s', (quoted, message) => expect(unescapeQuoted(quoted)).toEqual({ ok: false, message }));
});

test.each([
  ['', '', '""'],
  ['plain', 'plain', '"plain"'],
  ['a(b', 'a(b', '"a(b"'],
  ['a b', '"a b"', '"a b"'],
  ['a=b', '"a=b"', '"a=b"'],
  ['a\\', '"a\\\\"', '"a\\x5c"'],
  ["it's", '"it\'s"', '"it\'s"'],
  ['\xff', '\xff', '"\\xff"'],
])('printing %j', (text, falco, exact) => {
  expect(escapeLikeFalco(text)).toBe(falco);
  expect(quoteText(text)).toBe(exact);
});
