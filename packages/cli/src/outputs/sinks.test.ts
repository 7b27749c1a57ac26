import { mkdtempSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileSink } from './file-sink.ts';

const folder = mkdtempSync(join(tmpdir(), 'saker-sinks-'));

test('appends, in blocks or at once', () => {
  const path = join(folder, 'a.log');
  const sink = fileSink(path, true, false);
  sink.write('one');
  expect(readFileSync(path, 'utf8')).toBe('');
  sink.flush();
  sink.write('two \u{1f980}');
  sink.close();
  const more = fileSink(path, true, true);
  more.write('x'.repeat(200_000));
  expect(readFileSync(path, 'utf8')).toBe(`one\ntwo \u{1f980}\n${'x'.repeat(200_000)}\n`);
  more.close();
});

test('a file that is not kept open can be rotated', () => {
  const path = join(folder, 'b.log');
  const sink = fileSink(path, false, true);
  sink.write('one');
  renameSync(path, `${path}.1`);
  sink.write('two');
  sink.close();
  expect(readFileSync(`${path}.1`, 'utf8')).toBe('one\n');
  expect(readFileSync(path, 'utf8')).toBe('two\n');
});

test('says at once that a file cannot be written', () => {
  expect(() => fileSink(join(folder, 'missing', 'c.log'), true, true)).toThrow(
    'missing/c.log: no such file or directory',
  );
});

test('a full disk is an error, not a loss', () => {
  const sink = fileSink('/dev/full', true, true);
  expect(() => sink.write('one')).toThrow('cannot write alerts to /dev/full: no space left on device');
});
