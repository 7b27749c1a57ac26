import type { RuleDescription } from '@saker/rules/load/describe.ts';
import { falcoColumn } from '../io/falco-columns.ts';

const LEFT = 50;
const WIDTH = 110;

/** Names and descriptions of rules in two columns, in Falco's layout. */
export function descriptionTable(rules: readonly RuleDescription[]): string {
  const rows = rules.map(({ info }) => row(info.name, `${falcoColumn(info.description, LEFT + 1, WIDTH)}\n`));
  return [row('Rule', 'Description'), row('----', '-----------'), ...rows].join('');
}

function row(left: string, right: string): string {
  return `${left.padEnd(LEFT)} ${right}\n`;
}
