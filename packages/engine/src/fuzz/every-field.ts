import { EVENTS } from '@saker/schema/events.ts';
import { FIELD_CLASSES } from '@saker/schema/fields.ts';

/** Arguments for the fields that need one. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  'proc.aname': ['0', '1', '2'],
  'proc.env': ['HOME', 'A'],
};

/** A rule that holds for every event and prints whatever can be printed. */
export function everyFieldRule(): string {
  const names = FIELD_CLASSES.flatMap(({ fields }) => fields).filter(({ flags }) => !flags.includes('FILTER_ONLY'));
  const plain = names.filter(({ flags }) => !flags.includes('ARG_REQUIRED')).map(({ name }) => `%${name}`);
  const indexed = names
    .filter(({ flags }) => flags.includes('ARG_INDEX'))
    .flatMap(({ name }) => (ARGUMENTS[name] ?? ['0', '1', '4']).map((arg) => `%${name}[${arg}]`));
  const keyed = Object.entries(ARGUMENTS).flatMap(([name, args]) => args.map((arg) => `%${name}[${arg}]`));
  const params = [...new Set(EVENTS.flatMap((event) => event.params.map(({ name }) => name)))];
  const raw = params.map((name) => `%evt.rawarg.${name}`);
  const transformed = [
    '%tolower(proc.name)',
    '%b64(proc.name)',
    '%len(fd.name)',
    '%basename(fd.name)',
    '%30proc.cmdline',
  ];
  const output = [...new Set([...plain, ...indexed, ...keyed, ...raw, ...transformed])].join(' ');
  return `- rule: Every field\n  desc: d\n  condition: evt.num >= 0\n  output: '${output}'\n  priority: DEBUG\n`;
}
