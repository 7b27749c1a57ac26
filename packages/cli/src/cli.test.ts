import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { COMMANDS } from './commands.ts';
import { runCommand } from './testing/run-command.ts';

test.each([
  [['rpelay', 'x'], "saker: unknown command 'rpelay'. Did you mean 'replay'?\nTry 'saker --help'.\n"],
  [['rules'], "saker: 'rules' needs one of: check, list, describe, test, cost.\nTry 'saker --help'.\n"],
  [
    ['rules', 'chekc'],
    "saker: unknown command 'rules chekc'. Did you mean 'check'? There is: check, list, describe, test, cost.\nTry 'saker --help'.\n",
  ],
  [
    ['replay'],
    "saker replay: FILE.scap... is missing.\nUsage: saker replay [OPTION]... FILE.scap...\nTry 'saker replay --help'.\n",
  ],
  [
    ['events', 'x'],
    "saker events: 'x' is one argument too many.\nUsage: saker events [OPTION]...\nTry 'saker events --help'.\n",
  ],
  [
    ['--jsno'],
    "saker: unknown option '--jsno'. Did you mean '--json'?\nUsage: saker [OPTION]...\nTry 'saker --help'.\n",
  ],
  [['fields', 'sycall'], "saker: there is no event source 'sycall'. Did you mean 'syscall'? Sources: syscall.\n"],
  [['completion', 'fish'], "saker completion: bash or zsh, not 'fish'.\n"],
])('wrong usage: %j', async (words, err) => {
  expect(await runCommand(words)).toEqual({ code: 2, out: '', err });
});

test('every command has help with an example', async () => {
  for (const spec of COMMANDS) {
    if (spec.name === '') continue;
    const { code, out } = await runCommand([...spec.name.split(' '), '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: saker ${spec.name}`);
    expect(out).toMatch(/Examples:\n {2}\S*\s?.*saker/);
  }
  const { out } = await runCommand(['--help']);
  for (const spec of COMMANDS) expect(out).toContain(spec.name);
});

test('lists', async () => {
  const names = (await runCommand(['fields', '-N'])).out.trimEnd().split('\n');
  expect(names).toHaveLength(268);
  expect((await runCommand(['-N', '--list=syscall'])).out.trimEnd().split('\n')).toEqual(names);
  const fields = JSON.parse((await runCommand(['--list', '--format=json'])).out);
  expect(fields.fieldclasses.flatMap((entry: { fields: object[] }) => entry.fields)).toHaveLength(268);
  const events = (await runCommand(['--list-events'])).out;
  expect(events).toMatch(
    /^The events below are valid for Falco \*Schema Version\*: 4\.5\.1\n## Syscall events\n\n> open\(/,
  );
  expect(events).toContain('\n< unshare(ERRNO **res**, FLAGS32 **flags**: CLONE_FILES, ');
  expect((await runCommand(['-i'])).out).toBe(
    'Ignored syscall(s):\n- pread\n- preadv\n- pwrite\n- pwritev\n- read\n- readv\n- recv\n- send\n- sendfile\n- write\n- writev\n\n',
  );
});

test('bash completes commands, options and values', async () => {
  const script = (await runCommand(['completion', 'bash'])).out;
  const complete = (...words: string[]) =>
    execFileSync(
      'bash',
      ['-c', `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _saker; echo "\${COMPREPLY[*]}"`, 'bash', ...words],
      { encoding: 'utf8' },
    ).trim();
  expect(complete('saker', 're')).toBe('replay');
  expect(complete('saker', 'rules', 'c')).toBe('check cost');
  expect(complete('saker', 'replay', '--rule')).toBe('--rules --rule-matching');
  expect(complete('saker', 'replay', '--rule-matching', '')).toBe('first all');
  expect(complete('saker', 'replay', '-r', '/us')).toBe('/usr');
  expect(complete('saker', 'completion', '')).toBe('bash zsh -h --help');
});
