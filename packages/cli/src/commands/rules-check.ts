import { readFileSync } from 'node:fs';
import { Renderer } from '@saker/core/diagnostics/render.ts';
import { type Diagnosis, diagnoseRules } from '@saker/rules/load/diagnose-rules.ts';
import { type LoadOptions, loadRules, type RulesFile } from '@saker/rules/load/load-rules.ts';
import { SYSCALL_SOURCE } from '@saker/rules/load/sources.ts';
import { type CommandInput, EXIT_DONE, EXIT_JUDGED_BAD, EXIT_REFUSED, type ExitCode } from '../args/command.ts';
import type { Io } from '../io/io.ts';
import { systemMessage } from '../io/system-message.ts';
import { prepareConfig } from '../rules/prepare-rules.ts';
import { fieldsWith } from '../rules/static-fields.ts';

/** `saker rules check [--json] FILE...`: what is wrong with rule files; as frames for people, or as Falco's JSON. */
export function run({ args, io }: CommandInput): ExitCode {
  const config = prepareConfig(args, io);
  if (typeof config === 'number') return config;
  const options = { sources: new Map([[SYSCALL_SOURCE, fieldsWith(config.settings.staticFields)]]) };
  const files: RulesFile[] = [];
  for (const name of args.operands) {
    try {
      files.push({ name, content: readFileSync(name, 'latin1') });
    } catch (error) {
      io.err(`saker rules check: cannot read '${name}': ${systemMessage(error)}\n`);
      return EXIT_REFUSED;
    }
  }
  return config.settings.alerts.json ? checkForPrograms(files, options, io) : checkForPeople(files, options, io);
}

function checkForPrograms(files: readonly RulesFile[], options: LoadOptions, io: Io): ExitCode {
  const outcome = loadRules(files, options);
  io.out(`${JSON.stringify(outcome.toJson())}\n`);
  return outcome.ok ? EXIT_DONE : EXIT_JUDGED_BAD;
}

function checkForPeople(files: readonly RulesFile[], options: LoadOptions, io: Io): ExitCode {
  const diagnosis = diagnoseRules(files, options);
  const renderer = new Renderer(diagnosis.contents, { colour: io.outIsTerminal() && !io.env.NO_COLOR });
  const frames = diagnosis.diagnostics.map((diagnostic) => `${renderer.render(diagnostic)}\n`);
  io.out(frames.join('') + summary(files, diagnosis));
  return diagnosis.diagnostics.some(({ severity }) => severity === 'error') ? EXIT_JUDGED_BAD : EXIT_DONE;
}

/** A line per file, worded as Falco words its verdicts. */
function summary(files: readonly RulesFile[], { diagnostics, omitted }: Diagnosis): string {
  let text = '';
  const orphans = diagnostics.filter(({ span }) => span === undefined);
  for (const { name } of files) {
    const own = diagnostics.filter(({ span }) => span?.file === name).concat(files.length === 1 ? orphans : []);
    const errors = own.filter(({ severity }) => severity === 'error').length;
    const warnings = own.length - errors;
    const verdict = errors > 0 ? 'Invalid' : warnings > 0 ? 'Ok, with warnings' : 'Ok';
    const counts = [count(errors, 'error'), count(warnings, 'warning')].filter((part) => part !== '').join(', ');
    const more = omitted.get(name);
    text += `${name}: ${verdict}${counts && ` (${counts}${more === undefined ? '' : `, ${more} more not shown`})`}\n`;
  }
  return text;
}

function count(n: number, what: string): string {
  return n === 0 ? '' : `${n} ${what}${n === 1 ? '' : 's'}`;
}
