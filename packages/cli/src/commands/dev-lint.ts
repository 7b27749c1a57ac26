import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type CommandInput, EXIT_DONE, EXIT_JUDGED_BAD, type ExitCode } from '../args/command.ts';
import { PROJECT_ROOT } from '../project.ts';

/** Every check is a script that Node runs; status 0 means that all is well. */
const CHECKS: readonly { readonly name: string; readonly script: string; readonly args: readonly string[] }[] = [
  { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['-p', '.', '--pretty', 'false'] },
  { name: 'format and lint', script: 'node_modules/@biomejs/biome/bin/biome', args: ['ci', '--colors=off', '.'] },
  { name: 'import directions', script: 'tools/check-imports.ts', args: [] },
  { name: 'generated pages', script: 'tools/docs.ts', args: ['--check'] },
];

const SHOWN_LINES = 60;

/** Runs every check; ends with `lint: N passed, N failed`. */
export function run({ io }: CommandInput): ExitCode {
  let failed = 0;
  for (const check of CHECKS) {
    const result = spawnSync(process.execPath, [join(PROJECT_ROOT, check.script), ...check.args], {
      cwd: PROJECT_ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (result.error) throw result.error;
    if (result.status === 0) {
      io.out(`ok      ${check.name}\n`);
      continue;
    }
    failed++;
    const lines = `${result.stdout}${result.stderr}`.trimEnd().split('\n');
    io.out(`FAILED  ${check.name}\n`);
    for (const line of lines.slice(0, SHOWN_LINES)) io.out(`        ${line}\n`);
    if (lines.length > SHOWN_LINES) io.out(`        (${lines.length - SHOWN_LINES} lines more)\n`);
  }
  io.out(`lint: ${CHECKS.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? EXIT_DONE : EXIT_JUDGED_BAD;
}
