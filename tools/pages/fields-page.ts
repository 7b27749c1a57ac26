import { FIELD_CLASS_DESCRIPTIONS, FIELD_DESCRIPTIONS } from '@saker/schema/field-descriptions.ts';
import type { FieldInfo } from '@saker/schema/field-info.ts';
import { FIELD_CLASSES } from '@saker/schema/fields.ts';
import { markdownTable } from './markdown.ts';

export function fieldsPage(): string {
  const count = FIELD_CLASSES.reduce((sum, entry) => sum + entry.fields.length, 0);
  const parts = [
    '# Fields\n',
    `The ${count} fields that conditions and outputs can use. \`[]\` after a name: takes an argument; \`[]?\`: may take one.`,
    'Limits: *filter* only in conditions; *no right side* not to the right of an operator; *no transformer* not inside one.\n',
  ];
  for (const [index, entry] of FIELD_CLASSES.entries()) {
    const description = FIELD_CLASS_DESCRIPTIONS[index];
    parts.push(
      `## ${entry.name}${description?.short ? `: ${description.short}` : ''}\n`,
      `${description?.text ?? ''}\n`,
    );
    parts.push(
      markdownTable(
        ['Field', 'Type', 'What it is', 'Limits'],
        entry.fields.map((field) => [
          `\`${field.name}\`${argument(field)}`,
          field.flags.includes('IS_LIST') ? `list of ${field.type}` : field.type,
          FIELD_DESCRIPTIONS[field.name] ?? '',
          limits(field),
        ]),
      ),
    );
  }
  return parts.join('\n');
}

function argument(field: FieldInfo): string {
  if (field.flags.includes('ARG_REQUIRED')) return ' `[]`';
  return field.flags.includes('ARG_ALLOWED') ? ' `[]?`' : '';
}

function limits(field: FieldInfo): string {
  const words: string[] = [];
  if (field.flags.includes('FILTER_ONLY')) words.push('filter');
  if (field.flags.includes('NO_RHS')) words.push('no right side');
  if (field.flags.includes('NO_TRANSFORMER')) words.push('no transformer');
  return words.join(', ');
}
