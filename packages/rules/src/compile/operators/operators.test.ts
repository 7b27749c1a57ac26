import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64 } from '../transformers/base64.ts';
import { compileCaselessSearch } from './caseless-search.ts';
import { compileGlob } from './glob.ts';
import { compileNetworks } from './networks.ts';
import { compilePathPrefixes } from './path-prefix.ts';
import { asciiLower } from './text.ts';

const bytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((c) => String.fromCharCode(c)), maxLength: 12 });
const letters = fc.string({
  unit: fc.constantFrom('a', 'A', 'k', 'K', 's', '\xe9', '\xc9', '.', '*', '\\', '['),
  maxLength: 8,
});

describe('icontains', () => {
  test('searches like lower-case copies do', () => {
    fc.assert(
      fc.property(fc.oneof(bytes, letters), fc.oneof(bytes, letters), (text, constant) => {
        expect(compileCaselessSearch(constant)(text)).toBe(asciiLower(text).includes(asciiLower(constant)));
      }),
    );
  });
});

describe('glob', () => {
  test.each([
    ['*', '', true],
    ['*', 'a/b', true],
    ['a*c', 'abc', true],
    ['a*c', 'abcd', false],
    ['?', '/', true],
    ['??', 'a', false],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[]a]', ']', true],
    ['[a', '[a', true],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['a\\', 'a', false],
    ['[[:digit:]]*', '7up', true],
    ['*a*a*a*b', 'a'.repeat(200), false],
    ['*.[tT]xt', 'x.Txt', true],
  ])('%s against %s: %s', (pattern, text, expected) => {
    expect(compileGlob(pattern, false)(text)).toBe(expected);
  });

  test('without case', () => {
    expect(compileGlob('A[B-D]*', true)('acZ')).toBe(true);
    expect(compileGlob('A[B-D]*', false)('acZ')).toBe(false);
  });
});

describe('pmatch', () => {
  test.each([
    [['/var/run', '/etc'], '/var/run/docker', true],
    [['/var/run', '/etc'], '/boot', false],
    [['/var/run'], '/var', false],
    [['/var/run'], '/var/runner', false],
    [['/usr/lib', '/usr'], '/usr/bin/x', true],
    [['/usr', '/usr/lib'], '/usr', true],
    [['/home/*/.ssh'], '/home/me/.ssh/id', true],
    [['/home/*/.ssh'], '/home/me/x/.ssh', false],
    [['/'], '/anything', true],
    [['//a///b'], '/a/b/', true],
    [[], '/a', false],
  ])('%j with %s: %s', (paths, path, expected) => {
    expect(compilePathPrefixes(paths)(path)).toBe(expected);
  });
});

describe('networks', () => {
  const v4 = (a: number, b: number, c: number, d: number): string => String.fromCharCode(a, b, c, d);
  const inside = compileNetworks([
    { kind: 'net', address: v4(10, 0, 0, 0), bits: 8 },
    { kind: 'net', address: v4(192, 168, 4, 0), bits: 22 },
    { kind: 'net', address: `\xfe\x80${'\0'.repeat(14)}`, bits: 10 },
  ]);
  test.each([
    [v4(10, 255, 0, 1), true],
    [v4(11, 0, 0, 1), false],
    [v4(192, 168, 7, 255), true],
    [v4(192, 168, 8, 0), false],
    [`\xfe\xbf${'\0'.repeat(14)}`, true],
    [`\xfe\xc0${'\0'.repeat(14)}`, false],
  ])('%j: %s', (address, expected) => {
    expect(inside(address)).toBe(expected);
  });
});

test.each([
  ['', ''],
  ['YWI=', 'ab'],
  ['YWI', 'ab'],
  ['YQ==', 'a'],
  ['YWJj', 'abc'],
  ['YR==', undefined],
  ['Y', undefined],
  ['YQ=a', undefined],
  ['=', undefined],
  ['==', undefined],
])('base64 %j: %j', (text, expected) => expect(decodeBase64(text)).toBe(expected));
