import { describeRules } from '@saker/rules/load/describe.ts';
import { type CommandInput, EXIT_DONE, type ExitCode } from '../args/command.ts';
import { descriptionTable } from '../rules/description-table.ts';
import { prepareRules } from '../rules/prepare-rules.ts';

/** `saker rules list`, always JSON; `saker -L`, JSON where that is configured. */
export function run({ args, io }: CommandInput): ExitCode {
  const prepared = prepareRules(args, io);
  if (typeof prepared === 'number') return prepared;
  const description = describeRules(prepared.ruleSet);
  const asText = args.has('listRules') && !prepared.settings.alerts.json;
  io.out(asText ? descriptionTable(description.rules) : `${JSON.stringify(description)}\n`);
  return EXIT_DONE;
}
