import { type CommandInput, EXIT_DONE, EXIT_USAGE, type ExitCode } from '../args/command.ts';
import { bashCompletion, zshCompletion } from '../args/completion.ts';
import { COMMANDS } from '../commands.ts';

/** `saker completion bash|zsh`. */
export function run({ args, io }: CommandInput): ExitCode {
  const [shell] = args.operands;
  if (shell === 'bash') io.out(bashCompletion(COMMANDS));
  else if (shell === 'zsh') io.out(zshCompletion(COMMANDS));
  else {
    io.err(`saker completion: bash or zsh, not '${shell}'.\n`);
    return EXIT_USAGE;
  }
  return EXIT_DONE;
}
