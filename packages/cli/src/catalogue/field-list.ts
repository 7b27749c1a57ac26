import { FIELD_CLASS_DESCRIPTIONS, FIELD_DESCRIPTIONS } from '@saker/schema/field-descriptions.ts';
import type { FieldClass, FieldFlag, FieldInfo } from '@saker/schema/field-info.ts';
import { FIELD_CLASSES } from '@saker/schema/fields.ts';
import { falcoColumn } from '../io/falco-columns.ts';
import type { ListFormat } from './list-format.ts';

/** Every event source that has fields. */
export const FIELD_SOURCES: readonly string[] = [...new Set(FIELD_CLASSES.flatMap((entry) => entry.sources))].sort();

/** How Falco's list names the flags it shows; sorted as it prints them. */
const TAGS: readonly (readonly [FieldFlag, string])[] = [
  ['ARG_ALLOWED', 'ARG_ALLOWED'],
  ['ARG_INDEX', 'ARG_INDEX'],
  ['ARG_KEY', 'ARG_KEY'],
  ['ARG_REQUIRED', 'ARG_REQUIRED'],
  ['IS_LIST', 'EPF_IS_LIST'],
  ['NO_RHS', 'EPF_NO_RHS'],
  ['NO_TRANSFORMER', 'EPF_NO_TRANSFORMER'],
  ['FILTER_ONLY', 'FILTER_ONLY'],
];

/** Columns of the text form: descriptions begin at LEFT and end before WIDTH. */
const LEFT = 30;
const WIDTH = 120;

export interface FieldListOptions {
  readonly source?: string;
  readonly namesOnly: boolean;
  /** Types in the text form too. */
  readonly verbose: boolean;
}

/** The list of fields that `--list` prints, in Falco's layout. */
export function fieldList(format: ListFormat, options: FieldListOptions): string {
  const { source } = options;
  const classes = FIELD_CLASSES.map((entry, index) => ({ entry, description: FIELD_CLASS_DESCRIPTIONS[index] })).filter(
    ({ entry }) => source === undefined || entry.sources.includes(source),
  );
  if (options.namesOnly) {
    const names = classes.flatMap(({ entry }) => entry.fields.map((field) => field.name));
    return format === 'json' ? json({ fieldnames: names }) : names.map((name) => `${name}\n`).join('');
  }
  if (format === 'json')
    return json({ fieldclasses: classes.map(({ entry, description }) => classJson(entry, description?.text ?? '')) });
  const parts: string[] = [];
  for (const { entry, description } of classes) {
    const text = description?.text ?? '';
    parts.push(
      format === 'markdown'
        ? classMarkdown(entry, text)
        : classText(entry, description?.short ?? '', text, options.verbose),
    );
  }
  return parts.map((part) => `${part}\n`).join('');
}

function classText(entry: FieldClass, short: string, text: string, verbose: boolean): string {
  const lines = [
    '-------------------------------',
    'Field Class:'.padEnd(LEFT) + entry.name + (short === '' ? '' : ` (${short})`),
    'Description:'.padEnd(LEFT) + falcoColumn(text, LEFT, WIDTH),
    `${'Event Sources:'.padEnd(LEFT)}${entry.sources.join(' ')} `,
    '',
  ];
  for (const field of entry.fields) {
    const tags = TAGS.filter(([flag]) => field.flags.includes(flag)).map(([, tag]) => tag);
    let description = FIELD_DESCRIPTIONS[field.name] ?? '';
    if (tags.length > 0) description = `(${tags.join(',')}) ${description}`;
    if (verbose) description = `(Type: ${typeName(field)}) ${description}`;
    if (field.name.length > LEFT) lines.push(field.name, ' '.repeat(LEFT) + falcoColumn(description, LEFT, WIDTH));
    else lines.push(field.name.padEnd(LEFT) + falcoColumn(description, LEFT, WIDTH));
  }
  return `${lines.join('\n')}\n`;
}

function classMarkdown(entry: FieldClass, text: string): string {
  const lines = [
    `## Field Class: ${entry.name}`,
    '',
    text,
    '',
    `Event Sources: ${entry.sources.join(' ')} `,
    '',
    'Name | Type | Description',
    ':----|:-----|:-----------',
  ];
  for (const field of entry.fields) {
    const type = field.flags.includes('IS_LIST') ? `LIST(${typeName(field)})` : typeName(field);
    lines.push(`\`${field.name}\` | ${type} | ${FIELD_DESCRIPTIONS[field.name] ?? ''}`);
  }
  return `${lines.join('\n')}\n`;
}

function classJson(entry: FieldClass, text: string): object {
  return {
    desc: text,
    event_sources: entry.sources,
    fields: entry.fields.map((field) => ({
      argument: argumentJson(field),
      desc: FIELD_DESCRIPTIONS[field.name] ?? '',
      is_list: field.flags.includes('IS_LIST'),
      name: field.name,
      type: typeName(field),
    })),
    name: entry.name,
  };
}

function argumentJson(field: FieldInfo): object | null {
  const required = field.flags.includes('ARG_REQUIRED');
  if (!required && !field.flags.includes('ARG_ALLOWED')) return null;
  const type: string[] = [];
  if (field.flags.includes('ARG_INDEX')) type.push('INDEX');
  if (field.flags.includes('ARG_KEY')) type.push('KEY');
  return { required, type };
}

function typeName(field: FieldInfo): string {
  return field.type === 'DYN' ? 'DYNAMIC' : field.type;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
