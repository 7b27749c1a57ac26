import type { FieldCatalogue } from '@saker/rules/check/field-catalogue.ts';
import { loadRules } from '@saker/rules/load/load-rules.ts';
import type { LoadedRule, RuleSet } from '@saker/rules/load/rule-set.ts';
import { selectRules } from '@saker/rules/load/selection.ts';
import { SYSCALL_SOURCE } from '@saker/rules/load/sources.ts';
import { EXIT_JUDGED_BAD, EXIT_REFUSED, type ExitCode } from '../args/command.ts';
import type { ParsedArgs } from '../args/parse.ts';
import { type LoadedConfig, loadConfig } from '../config/load-config.ts';
import type { Settings } from '../config/settings.ts';
import type { Io } from '../io/io.ts';
import { reportProblems } from './report-problems.ts';
import { DEFAULT_RULES, readRuleFiles } from './rule-files.ts';
import { fieldsWith } from './static-fields.ts';

/** Configuration and rules of a command line. */
export interface Prepared {
  readonly settings: Settings;
  /** What outputs can print. */
  readonly fields: FieldCatalogue;
  readonly ruleSet: RuleSet;
  /** The rules that run. */
  readonly rules: readonly LoadedRule[];
}

/** Reads the configuration and what the command line changes in it; undefined after a message. */
export function prepareConfig(args: ParsedArgs, io: Io): LoadedConfig | ExitCode {
  const options = [...args.list('option')];
  if (args.has('json')) options.push('json_output=true');
  const matching = args.value('ruleMatching');
  if (matching !== undefined) options.push(`rule_matching=${matching}`);
  if (args.has('unbuffered')) options.push('buffered_outputs=false');
  const config = loadConfig(args.value('config'), options, io.env);
  if ('error' in config) {
    io.err(`saker: ${config.error}\n`);
    return config.unreadable ? EXIT_REFUSED : EXIT_JUDGED_BAD;
  }
  for (const warning of config.warnings) io.err(`saker: warning: ${warning}\n`);
  if (args.has('verbose')) for (const file of config.files) io.err(`saker: configuration from ${file}\n`);
  return config;
}

/** Reads configuration and rules; an exit code after a message where that failed. */
export function prepareRules(args: ParsedArgs, io: Io): Prepared | ExitCode {
  const config = prepareConfig(args, io);
  if (typeof config === 'number') return config;
  const { settings } = config;
  const paths = args.has('rules') ? args.list('rules') : settings.rulesFiles;
  const read = readRuleFiles(paths.length > 0 ? paths : [DEFAULT_RULES]);
  if ('error' in read) {
    io.err(`saker: ${read.error}\n`);
    return EXIT_REFUSED;
  }
  if (args.has('verbose')) for (const { name } of read.files) io.err(`saker: rules from ${name}\n`);
  const fields = fieldsWith(settings.staticFields);
  const outcome = loadRules(read.files, { sources: new Map([[SYSCALL_SOURCE, fields]]) });
  reportProblems(read.files, outcome, args.has('verbose'), io);
  if (!outcome.ok) return EXIT_JUDGED_BAD;
  return {
    settings,
    fields,
    ruleSet: outcome.ruleSet,
    rules: selectRules(outcome.ruleSet, { minPriority: settings.minPriority, switches: settings.ruleSwitches }),
  };
}
