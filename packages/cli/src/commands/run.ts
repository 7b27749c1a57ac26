import {
  type CommandInput,
  EXIT_DONE,
  EXIT_JUDGED_BAD,
  EXIT_REFUSED,
  type ExitCode,
  type Run,
} from '../args/command.ts';
import { ignoredSyscalls } from '../catalogue/event-list.ts';
import { loadConfig } from '../config/load-config.ts';
import { versionText } from '../version.ts';

/**
 * `saker run`, and `saker` without a command: Falco's command line. What Falco answers without watching is answered by
 * the command that does it.
 */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { args, io } = input;
  if (args.has('version')) {
    io.out(versionText(args.has('json')));
    return EXIT_DONE;
  }
  if (args.has('ignoredEvents')) {
    io.out(
      `Ignored syscall(s):\n${ignoredSyscalls()
        .map((name) => `- ${name}\n`)
        .join('')}\n`,
    );
    return EXIT_DONE;
  }
  const other = await elsewhere(input);
  if (other !== undefined) return other.run({ io, args: args.withOperands(other.operands) });

  const config = loadConfig(args.value('config'), args.list('option'), io.env);
  if ('error' in config) {
    io.err(`saker: ${config.error}\n`);
    return config.unreadable ? EXIT_REFUSED : EXIT_JUDGED_BAD;
  }
  const { engineKind, captureFile } = config.settings;
  if (engineKind === 'replay' && captureFile !== undefined) {
    const replay = await import('./replay.ts');
    return replay.run({ io, args: args.withOperands([captureFile]) });
  }
  io.err(
    'saker: live detection is not there yet: the driver that reads events from the kernel is missing.\n' +
      "What works today: 'saker replay FILE.scap' on a recording, and 'saker up' to see it at work.\n",
  );
  return EXIT_REFUSED;
}

/** The command that an option of Falco's stands for. */
async function elsewhere({ args }: CommandInput): Promise<{ run: Run; operands: readonly string[] } | undefined> {
  if (args.has('list')) return { ...(await import('./fields.ts')), operands: args.operands };
  if (args.has('validate')) return { ...(await import('./rules-check.ts')), operands: args.list('validate') };
  if (args.has('listEvents')) return { ...(await import('./events.ts')), operands: [] };
  if (args.has('listRules')) return { ...(await import('./rules-list.ts')), operands: [] };
  const rule = args.value('describeRule');
  if (rule !== undefined) return { ...(await import('./rules-describe.ts')), operands: [rule] };
  return undefined;
}
