import type { ParamInfo, ParamType } from '@saker/schema/event-info.ts';

/** Text parameters: an empty one, or one that says "(NULL)", reads as "<NA>". */
export function isText(type: ParamType): boolean {
  return type === 'PT_CHARBUF' || type === 'PT_FSPATH' || type === 'PT_FSRELPATH';
}

/** What an empty parameter of the type prints. */
export function emptyText(type: ParamType): string {
  switch (type) {
    case 'PT_BYTEBUF':
    case 'PT_SOCKTUPLE':
    case 'PT_FDLIST':
    case 'PT_CHARBUFARRAY':
    case 'PT_CHARBUF_PAIR_ARRAY':
    case 'PT_DYN':
      return 'NULL';
    default:
      return '<NA>';
  }
}

/** Index of the first parameter with the name; -1 where the event type has none. */
export function paramIndex(params: readonly ParamInfo[], name: string): number {
  return params.findIndex((p) => p.name === name);
}
