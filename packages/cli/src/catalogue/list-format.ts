import type { ParsedArgs } from '../args/parse.ts';

export type ListFormat = 'text' | 'markdown' | 'json';

/** The format that `--format`, `--json` or `--markdown` asks for. */
export function listFormat(args: ParsedArgs): ListFormat {
  const format = args.value('format')?.toLowerCase();
  if (format !== undefined) return format as ListFormat;
  if (args.has('json')) return 'json';
  return args.has('markdown') ? 'markdown' : 'text';
}
