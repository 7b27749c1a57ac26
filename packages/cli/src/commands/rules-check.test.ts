import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../testing/run-command.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'saker-rules-'));
  writeFileSync(join(folder, 'good.yaml'), rule('evt.type = open'));
  writeFileSync(join(folder, 'odd.yaml'), `${rule('evt.type = open')}  colour: red\n`);
  writeFileSync(join(folder, 'bad.yaml'), rule('evt.typ = open'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const rule = (condition: string): string =>
  `- rule: R\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: INFO\n`;
const check = (...words: string[]) =>
  runCommand(['rules', 'check', ...words.map((word) => (word.startsWith('-') ? word : join(folder, word)))]);

describe('rules check', () => {
  test.each([
    ['good.yaml', 0, 'good.yaml: Ok\n'],
    ['odd.yaml', 0, 'odd.yaml: Ok, with warnings (1 warning)\n'],
    ['bad.yaml', 1, 'bad.yaml: Invalid (1 error)\n'],
  ])('%s', async (file, code, verdict) => {
    const run = await check(file);
    expect([run.code, run.err]).toEqual([code, '']);
    expect(run.out.endsWith(verdict)).toBe(true);
  });

  test('shows the place', async () => {
    const { out } = await check('bad.yaml');
    expect(out).toContain("There is no field 'evt.typ'.");
    expect(out).toContain('bad.yaml:3:14\n');
    expect(out).toContain("Did you mean 'evt.type'");
  });

  test('prints the JSON of Falco', async () => {
    const { code, out } = await check('--json', 'good.yaml', 'bad.yaml');
    expect(code).toBe(1);
    const [good, bad] = JSON.parse(out).falco_load_results;
    expect(good).toEqual({
      name: join(folder, 'good.yaml'),
      successful: true,
      schema_valid: true,
      schema_warnings: [],
      errors: [],
      warnings: [],
    });
    expect(bad.errors[0].code).toBe('LOAD_ERR_COMPILE_CONDITION');
  });

  test('a file that is not there', async () => {
    const { code, err } = await check('none.yaml');
    expect(code).toBe(3);
    expect(err).toContain('none.yaml');
  });
});
