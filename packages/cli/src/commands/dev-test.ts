import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type CommandInput, EXIT_DONE, EXIT_JUDGED_BAD, type ExitCode } from '../args/command.ts';
import { PROJECT_ROOT } from '../project.ts';

/** Runs vitest; everything after `dev test --` goes to it. */
export function run({ args }: CommandInput): ExitCode {
  const vitest = join(PROJECT_ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const result = spawnSync(process.execPath, [vitest, 'run', ...args.operands], {
    cwd: PROJECT_ROOT,
    stdio: 'inherit',
  });
  if (result.error) throw result.error;
  return result.status === 0 ? EXIT_DONE : EXIT_JUDGED_BAD;
}
