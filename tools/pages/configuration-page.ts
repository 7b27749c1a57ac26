import { CONFIG_KEYS, type KeySpec } from '@saker/cli/config/keys.ts';
import { markdownTable } from './markdown.ts';

export function configurationPage(): string {
  const rows: string[][] = [];
  for (const [key, spec] of Object.entries(CONFIG_KEYS)) add(rows, key, spec, spec.later === true);
  return [
    '# Configuration keys\n',
    "The keys of `falco.yaml` that Saker knows, by Falco's names. *later*: accepted, but what it asks for is not there yet.",
    'See [configuration](../configuration.md) for how files, `-o` and environment variables go together.\n',
    markdownTable(['Key', 'Value', 'Meaning', ''], rows),
  ].join('\n');
}

function add(rows: string[][], path: string, spec: KeySpec, later: boolean): void {
  rows.push([`\`${path}\``, valueText(spec), spec.help, later ? 'later' : '']);
  if (spec.kind === 'map')
    for (const [key, child] of Object.entries(spec.keys)) add(rows, `${path}.${key}`, child, later);
  if (spec.kind === 'list') nested(rows, `${path}[]`, spec.items, later);
}

function nested(rows: string[][], path: string, spec: KeySpec, later: boolean): void {
  const map = spec.kind === 'either' ? spec.map : spec;
  if (map.kind === 'map')
    for (const [key, child] of Object.entries(map.keys)) add(rows, `${path}.${key}`, child, later);
}

function valueText(spec: KeySpec): string {
  switch (spec.kind) {
    case 'bool':
      return 'true, false';
    case 'choice':
      return spec.choices.join(', ');
    case 'list':
      return 'list';
    default:
      return spec.kind;
  }
}
