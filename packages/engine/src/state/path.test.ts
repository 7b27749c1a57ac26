import { expect, test } from 'vitest';
import { joinPath } from './path.ts';

const cases: readonly [dir: string, path: string, joined: string][] = [
  ['/home/u/', 'a', '/home/u/a'],
  ['/home/u/', './a', '/home/u/a'],
  ['/home/u/', 'a/./b/', '/home/u/a/b'],
  ['/home/u/', '../a', '/home/a'],
  ['/home/u/', '../../../../a', '/a'],
  ['/home/u/', 'a//b///c', '/home/u/a/b/c'],
  ['/home/u/', '..', '/home'],
  ['/home/u/', '.', '/home/u'],
  ['/home/u/', '.hidden', '/home/u/.hidden'],
  ['/home/u/', '...', '/home/u/...'],
  ['/home/u/', '..a/b', '/home/u/..a/b'],
  ['/home/u/', 'a/..b', '/home/u/a/..b'],
  ['/', 'a', '/a'],
  ['/', '..', '/'],
  ['/home/u/', '/etc/passwd', '/etc/passwd'],
  ['/home/u/', '/etc/../x', '/x'],
  ['/home/u/', '//etc//x', '/etc/x'],
  ['/home/u/', '/etc/', '/etc'],
  ['/home/u/', '/', '/'],
  ['/home/u/', '/..', '/'],
  ['/home/u/', '', ''],
  ['', 'a', 'a'],
  ['', 'a/../b', 'b'],
  ['', '../a', 'a'],
  ['', '', ''],
  // A base is not looked into, and climbing up to nothing loses the slash.
  ['/a/../b/', 'c', '/a/../b/c'],
  ['a/', '../b', 'b'],
  ['a/', '..//b', 'b'],
  ['<UNKNOWN>', 'a', '<UNKNOWN>a'],
  ['<UNKNOWN>', '../a', '<UNKNOWN>../a'],
  ['./', 'a', './a'],
];

test.each(cases)('%s + %s', (dir, path, joined) => {
  expect(joinPath(dir, path)).toBe(joined);
});

test('what does not fit 1024 bytes is told to be too long', () => {
  expect(joinPath('/d/', 'a'.repeat(1020))).toBe(`/d/${'a'.repeat(1020)}`);
  expect(joinPath('/d/', 'a'.repeat(1021))).toBe('/DIR_TOO_LONG/FILENAME_TOO_LONG');
  expect(joinPath('/d/', `/${'a'.repeat(1020)}`)).toBe('/DIR_TOO_LONG/FILENAME_TOO_LONG');
});
