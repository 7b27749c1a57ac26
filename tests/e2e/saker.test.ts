import { spawnSync } from 'node:child_process';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const saker = join(root, 'saker');
const incident = join(root, 'lab', 'incident', 'incident.scap');

const shell = (script: string, cwd = root) => {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
};

// The first call may build the bundle.
beforeAll(() => {
  expect(shell(`${saker} --version`).status).toBe(0);
}, 60_000);

test('from any folder, and through links to links', () => {
  const folder = mkdtempSync(join(tmpdir(), 'saker-links-'));
  symlinkSync(saker, join(folder, 'one'));
  symlinkSync('one', join(folder, 'two'));
  for (const command of [saker, `${folder}/two`, './one', `cd / && PATH="${folder}:$PATH" two`]) {
    expect(shell(`${command} --version`, folder)).toMatchObject({ status: 0, stderr: '' });
  }
});

test('standard input, also gzipped', () => {
  const plain = shell(`${saker} replay ${incident} --json`);
  expect(plain.status).toBe(0);
  expect(plain.stdout.trimEnd().split('\n').length).toBeGreaterThan(5);
  expect(shell(`cat ${incident} | ${saker} replay - --json`)).toEqual(plain);
  expect(shell(`gzip -c ${incident} | ${saker} replay - --json`)).toEqual(plain);
});

test('a reader that goes away is no error', () => {
  expect(shell(`{ ${saker} fields; echo "status $?" >&2; } | head -n 1`)).toEqual({
    status: 0,
    stdout: '-------------------------------\n',
    stderr: 'status 0\n',
  });
});

test('a full disk is told', () => {
  const { status, stderr } = shell(`${saker} replay ${incident} > /dev/full`);
  expect(stderr).toBe('saker: cannot write to standard output: no space left on device\n');
  expect(status).toBe(3);
});

test('exit status of bad rules, bad usage, missing files', () => {
  expect(shell(`${saker} replay`).status).toBe(2);
  expect(shell(`${saker} replay /missing`).status).toBe(3);
  expect(
    shell(
      `printf -- '- rule: x\\n' > /tmp/saker-bad-$$.yaml; ${saker} rules check /tmp/saker-bad-$$.yaml; s=$?; rm /tmp/saker-bad-$$.yaml; exit $s`,
    ).status,
  ).toBe(1);
});
