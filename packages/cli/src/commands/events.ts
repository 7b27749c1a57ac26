import { type CommandInput, EXIT_DONE, type ExitCode } from '../args/command.ts';
import { eventList } from '../catalogue/event-list.ts';
import { listFormat } from '../catalogue/list-format.ts';

/** `saker events`, `saker --list-events`. */
export function run({ args, io }: CommandInput): ExitCode {
  io.out(eventList(listFormat(args)));
  return EXIT_DONE;
}
