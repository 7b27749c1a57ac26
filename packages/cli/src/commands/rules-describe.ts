import { describeRule } from '@saker/rules/load/describe.ts';
import { type CommandInput, EXIT_DONE, EXIT_USAGE, type ExitCode } from '../args/command.ts';
import { descriptionTable } from '../rules/description-table.ts';
import { findRule } from '../rules/find-rule.ts';
import { prepareRules } from '../rules/prepare-rules.ts';

/** `saker rules describe RULE`, always JSON; `saker -l RULE`, JSON where that is configured. */
export function run({ args, io }: CommandInput): ExitCode {
  const prepared = prepareRules(args, io);
  if (typeof prepared === 'number') return prepared;
  const rule = findRule(prepared.ruleSet, args.operands[0] as string);
  if (typeof rule === 'string') {
    io.err(`saker: ${rule}\n`);
    return EXIT_USAGE;
  }
  const description = describeRule(prepared.ruleSet, rule.name);
  const asText = args.has('describeRule') && !prepared.settings.alerts.json;
  io.out(asText ? descriptionTable(description?.rules ?? []) : `${JSON.stringify(description)}\n`);
  return EXIT_DONE;
}
