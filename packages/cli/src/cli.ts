import { didYouMeanText } from '@saker/core/did-you-mean.ts';
import { type CommandSpec, EXIT_DONE, EXIT_REFUSED, EXIT_USAGE, type ExitCode } from './args/command.ts';
import { commandHelp, overviewHelp, usageLine } from './args/help.ts';
import { parseArgs } from './args/parse.ts';
import { COMMANDS } from './commands.ts';
import { type Io, OutputClosed, OutputFailed } from './io/io.ts';

/** Runs one command line (without program name). Never throws for bad input; bugs throw. */
export async function runCli(words: readonly string[], io: Io): Promise<ExitCode> {
  try {
    const found = findCommand(words);
    if (typeof found === 'string') {
      io.err(`saker: ${found}\n`);
      return EXIT_USAGE;
    }
    const { spec, rest } = found;
    const parsed = parseArgs(rest, spec.options);
    if ('error' in parsed) return usageError(spec, parsed.error, io);
    const { args } = parsed;
    if (args.has('help')) {
      io.out(spec.name === '' ? overviewHelp(COMMANDS) : commandHelp(spec));
      return EXIT_DONE;
    }
    const [least, most] = spec.operandCount;
    if (args.operands.length < least) return usageError(spec, `${spec.operands} is missing.`, io);
    if (args.operands.length > most) return usageError(spec, `'${args.operands[most]}' is one argument too many.`, io);
    const { run } = await spec.load();
    return await run({ args, io });
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT_DONE;
    if (error instanceof OutputFailed) {
      io.err(`saker: ${error.message}\n`);
      return EXIT_REFUSED;
    }
    throw error;
  }
}

function usageError(spec: CommandSpec, message: string, io: Io): ExitCode {
  const name = spec.name === '' ? 'saker' : `saker ${spec.name}`;
  io.err(`${name}: ${message}\nUsage: ${usageLine(spec)}\nTry '${name} --help'.\n`);
  return EXIT_USAGE;
}

/** The command that the words begin with, and the words after it; or what is wrong. */
function findCommand(words: readonly string[]): { spec: CommandSpec; rest: readonly string[] } | string {
  const first = words[0];
  if (first === undefined || first.startsWith('-')) return { spec: byName('') as CommandSpec, rest: words };
  const second = words[1];
  const pair = second === undefined ? undefined : byName(`${first} ${second}`);
  if (pair !== undefined) return { spec: pair, rest: words.slice(2) };
  const single = byName(first);
  if (single !== undefined) return { spec: single, rest: words.slice(1) };

  const group = COMMANDS.filter((spec) => spec.name.startsWith(`${first} `)).map((spec) => spec.name);
  if (group.length > 0) {
    const seconds = group.map((name) => name.slice(first.length + 1));
    if (second === '--help' || second === '-h') return { spec: byName('') as CommandSpec, rest: ['--help'] };
    const wrong =
      second === undefined
        ? `'${first}' needs one of`
        : `unknown command '${first} ${second}'.${didYouMeanText(second, seconds)} There is`;
    return `${wrong}: ${seconds.join(', ')}.\nTry 'saker --help'.`;
  }
  const all = new Set(COMMANDS.filter((spec) => spec.name !== '').map((spec) => spec.name.split(' ')[0] as string));
  return `unknown command '${first}'.${didYouMeanText(first, all)}\nTry 'saker --help'.`;
}

function byName(name: string): CommandSpec | undefined {
  return COMMANDS.find((spec) => spec.name === name);
}
