import type { CommandInput, ExitCode } from '../args/command.ts';
import { runScript } from '../io/run-script.ts';

/** Writes the generated pages of docs/reference. */
export function run(_input: CommandInput): ExitCode {
  return runScript('tools/docs.ts', []);
}
