import { expect, test } from 'vitest';
import type { OptionKey } from './options.ts';
import { parseArgs } from './parse.ts';

const ALLOWED: readonly OptionKey[] = ['rules', 'verbose', 'unbuffered', 'list', 'ruleMatching', 'json', 'option'];

function parse(line: string) {
  const result = parseArgs(line === '' ? [] : line.split(' '), ALLOWED);
  if ('error' in result) return result.error;
  const { args } = result;
  const given = ALLOWED.filter((key) => args.has(key)).map((key) => `${key}=${args.list(key).join('+')}`);
  return [...given, ...args.operands].join(' ');
}

test.each([
  ['', ''],
  ['a.scap -r x b.scap', 'rules=x a.scap b.scap'],
  ['-rx -r y --rules z --rules=w', 'rules=x+y+z+w'],
  ['-vU', 'verbose= unbuffered='],
  ['-vrx', 'rules=x verbose='],
  ['-r -x', 'rules=-x'],
  ['-o a.b=c=d --option=e=f', 'option=a.b=c=d+e=f'],
  ['--list', 'list='],
  ['--list=syscall', 'list=syscall'],
  ['--list syscall', 'list= syscall'],
  ['-- -r x', '-r x'],
  ['-', '-'],
  ['--rule-matching ALL', 'ruleMatching=ALL'],
  ['--rule-matching al', "--rule-matching takes first, all, not 'al'. Did you mean 'all'?"],
  ['--rules', '--rules needs a value (FILE|DIR).'],
  ['-vr', '-r needs a value (FILE|DIR).'],
  ['--json=x', '--json takes no value.'],
  ['--jsno', "unknown option '--jsno'. Did you mean '--json'?"],
  ['-x', "unknown option '-x'."],
  ['-vx', "unknown option '-x'."],
])('%s', (line, expected) => {
  expect(parse(line)).toBe(expected);
});
