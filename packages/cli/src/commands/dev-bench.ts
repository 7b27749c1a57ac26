import type { CommandInput, ExitCode } from '../args/command.ts';
import { runScript } from '../io/run-script.ts';

/** Runs the replay benchmark. */
export function run({ args }: CommandInput): ExitCode {
  return runScript('bench/replay.ts', [...(args.has('json') ? ['--json'] : []), ...args.operands]);
}
