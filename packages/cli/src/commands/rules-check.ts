import { readFileSync } from 'node:fs';
import { loadRules, type RulesFile } from '@saker/rules/load/load-rules.ts';
import { type CommandInput, EXIT_DONE, EXIT_JUDGED_BAD, EXIT_REFUSED, type ExitCode } from '../args/command.ts';

export function run({ args, io }: CommandInput): ExitCode {
  const files: RulesFile[] = [];
  for (const name of args.operands) {
    try {
      files.push({ name, content: readFileSync(name, 'latin1') });
    } catch (error) {
      io.err(`saker rules check: cannot read ${name}: ${(error as Error).message}\n`);
      return EXIT_REFUSED;
    }
  }
  const outcome = loadRules(files);
  if (args.has('json')) io.out(`${JSON.stringify(outcome.toJson())}\n`);
  else for (const { name, successful } of outcome.results) io.out(`${name}: ${successful ? 'Ok' : 'Invalid'}\n`);
  return outcome.ok ? EXIT_DONE : EXIT_JUDGED_BAD;
}
