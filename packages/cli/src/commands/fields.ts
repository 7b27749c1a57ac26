import { type CommandInput, EXIT_REFUSED, type ExitCode } from '../args/command.ts';

export function run({ io }: CommandInput): ExitCode {
  io.err('saker: this command is not there yet.\n');
  return EXIT_REFUSED;
}
