import type { CommandInput, ExitCode } from '../args/command.ts';
import { runScript } from '../io/run-script.ts';

/** Runs vitest; everything after `dev test --` goes to it. */
export function run({ args }: CommandInput): ExitCode {
  return runScript('node_modules/vitest/vitest.mjs', ['run', ...args.operands]);
}
