import { join } from 'node:path';
import type { CommandInput, ExitCode } from '../args/command.ts';
import type { OptionKey } from '../args/options.ts';
import { ParsedArgs } from '../args/parse.ts';
import { PROJECT_ROOT } from '../project.ts';
import { DEFAULT_RULES } from '../rules/rule-files.ts';
import { run as replay } from './replay.ts';

/** The bundled incident; see lab/incident. */
export const INCIDENT: string = join(PROJECT_ROOT, 'lab', 'incident', 'incident.scap');

/** `saker up`: for now a demonstration on recorded events. */
export function run({ args, io }: CommandInput): ExitCode | Promise<ExitCode> {
  io.err(
    'There is no live detection yet. This is a recording: somebody enters a container, reads the password file, leaves\n' +
      'files behind, and runs programs that do not belong there. The rules are those in rules/.\n\n',
  );
  const values = new Map<OptionKey, readonly string[]>([
    ['rules', [DEFAULT_RULES]],
    ['ruleMatching', ['all']],
    ['stats', ['']],
  ]);
  if (args.has('json')) values.set('json', ['']);
  return replay({ io, args: new ParsedArgs([INCIDENT], values) });
}
