import { describe, expect, test } from 'vitest';
import { parseCondition } from './parse.ts';
import { canonicalCondition } from './print.ts';

function parsed(text: string): string {
  const result = parseCondition(text);
  if (result.ok) return canonicalCondition(result.ast);
  const { index, line, column } = result.pos;
  return `${result.message} @ ${index} ${line}:${column}`;
}

const OR_TRANSFORMER =
  "a field with a valid transformer: 'val', 'tolower', 'toupper', 'b64', 'basename', 'len', 'join', 'concat', 'getopt'";

describe('accepted', () => {
  test.each([
    ['proc.name=cat', 'proc.name = cat'],
    ['proc.name == "a b"', 'proc.name == "a b"'],
    ['a.b = c and d.e = f or g.h = i', '((a.b = c and d.e = f) or g.h = i)'],
    ['a.b = c and (d.e = f and g.h = i)', '(a.b = c and (d.e = f and g.h = i))'],
    ['not not a.b exists', 'a.b exists'],
    ['not(a.b exists)', 'not a.b exists'],
    ['some_macro and(other)', '(some_macro and other)'],
    ['x and and', '(x and and)'],
    ['fd.num >= -1', 'fd.num >= -1'],
    ['proc.name in (a, "b c", \'d\')', 'proc.name in (a, "b c", d)'],
    ['proc.name in ()', 'proc.name in ()'],
    ['proc.name in list', 'proc.name in list'],
    ['proc.name inside', 'proc.name in side'],
    ['proc.name in ("\\q")', 'proc.name in ()'],
    ['proc.name = oneof (a, b)', 'proc.name = oneof (a, b)'],
    ['proc.name startswith anyof list', 'proc.name startswith anyof list'],
    ['proc.name = oneof and a.b exists', '(proc.name = oneof and a.b exists)'],
    ['proc.name contains oneof', 'proc.name contains oneof'],
    ['proc.aname[2] = x', 'proc.aname[2] = x'],
    ['proc.env["A B"] = x', 'proc.env["A B"] = x'],
    ['tolower(toupper(proc.name)) = x', 'tolower(toupper(proc.name)) = x'],
    ['join(",", (proc.name, "x", 5)) = x', 'join(,,(proc.name,x,5)) = x'],
    ['getopt(fd.types, "ab:")[a] = x', 'getopt(fd.types,ab:)[a] = x'],
    ['proc.name = val(proc.pname)', 'proc.name = val(proc.pname)'],
    ['proc.name\n=\r\n\tcat', 'proc.name = cat'],
    ['proc.name = ünï', 'proc.name = ünï'],
    ['proc.name = "\\x41\\x42"', 'proc.name = AB'],
    ["proc.name = 'it\"s'", 'proc.name = "it\\"s"'],
  ])('%s', (text, canonical) => expect(parsed(text)).toBe(canonical));
});

describe('refused', () => {
  test.each([
    ['', 'filter input string is empty @ 0 1:1'],
    [
      'proc.name',
      `expected a valid check operator: one of 'exists', '<=', '<', '>=', '>', '==', '=', '!=', 'glob', 'iglob', 'contains', 'icontains', 'bcontains', 'startswith', 'bstartswith', 'endswith', 'regex', 'intersects', 'in', 'pmatch' @ 9 1:10`,
    ],
    ['a.b = c d', "unexpected token after 'c', expecting 'or', 'and' @ 8 1:9"],
    ['a and', "expected blank or '(' after 'and' @ 5 1:6"],
    ['a\nor b)', "unexpected token after 'b', expecting 'or', 'and' @ 6 2:5"],
    ['(a', "expected a ')' token @ 2 1:3"],
    ['!a', "expected a '(' token, a field check, or an identifier @ 0 1:1"],
    ['fd.num > x', `expected a number value or ${OR_TRANSFORMER} @ 9 1:10`],
    ['a.b = "x', `expected a string value or ${OR_TRANSFORMER} @ 6 1:7`],
    ['a.b = "x\\\\"', `expected a string value or ${OR_TRANSFORMER} @ 6 1:7`],
    ['a.b in 5', `expected a list, an identifier, or ${OR_TRANSFORMER} @ 7 1:8`],
    ['a.b in (x', "expected a ')' token @ 9 1:10"],
    ['a.b in (x,', 'expected a string value @ 10 1:11'],
    ['a.b[', 'expected a valid field argument: a quoted string or a bare string @ 4 1:5'],
    ['a.b[c', "expected a ']' token @ 5 1:6"],
    ['a.b = val(x)', "expected a field within 'val' transformer @ 10 1:11"],
    ['len(a.b = 1', "expected a ')' token closing the transformer @ 8 1:9"],
    [
      'len(x) = 1',
      'expected field transformer argument: field, transformer, quoted string, number, or transformer list @ 4 1:5',
    ],
    [
      'join("a", (a.b, x)) = 1',
      'expected transformer list argument: field, transformer, quoted string, or number @ 16 1:17',
    ],
    ['a.b = "\\q"', 'unsupported string escape sequence: \\q @ 10 1:11'],
    ['a.b = "ü" c', "unexpected token after 'ü', expecting 'or', 'and' @ 11 1:12"],
  ])('%s', (text, message) => expect(parsed(text)).toBe(message));
});

describe('depth', () => {
  const tooDeep = 'exceeded max depth limit of 1000';

  test.each([10, 198])('%i parentheses are fine', (n) => {
    expect(parsed(`${'('.repeat(n)}a${')'.repeat(n)}`)).toBe('a');
  });

  test.each([
    ['('.repeat(10_000), `${tooDeep} @ 200 1:201`],
    ['not('.repeat(10_000), `${tooDeep} @ 1000 1:1001`],
    [`a.b = ${'tolower('.repeat(10_000)}`, `${tooDeep} @ 3982 1:3983`],
  ])('%#: a diagnostic instead of an overflow', (text, message) => expect(parsed(text)).toBe(message));

  test('the limit can be lowered', () => {
    expect(parseCondition('((a))', { maxDepth: 10 })).toMatchObject({
      ok: false,
      message: 'exceeded max depth limit of 10',
    });
  });
});
