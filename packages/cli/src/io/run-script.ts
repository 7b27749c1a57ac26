import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { EXIT_DONE, EXIT_JUDGED_BAD, type ExitCode } from '../args/command.ts';
import { PROJECT_ROOT } from '../project.ts';

/** Runs a script of the checkout with this very Node in the checkout's root; its output is ours. */
export function runScript(script: string, args: readonly string[], env: Record<string, string> = {}): ExitCode {
  const result = spawnSync(process.execPath, [join(PROJECT_ROOT, script), ...args], {
    cwd: PROJECT_ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (result.error) throw result.error;
  return result.status === 0 ? EXIT_DONE : EXIT_JUDGED_BAD;
}
