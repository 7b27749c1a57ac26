import type { ByteString } from '@saker/core/byte-string.ts';
import type { YamlMap } from '../yaml/node.ts';
import type { WarningCode } from './codes.ts';
import type { Collector } from './collector.ts';
import type { Context } from './context.ts';
import { anyText, quote } from './decode.ts';
import type { LoadWarning } from './load-result.ts';
import type { Place, SourceFile } from './place.ts';

/** What reading an item needs besides the item. */
export interface ReadContext {
  readonly file: SourceFile;
  /** The file as a whole. */
  readonly root: Context;
  readonly collector: Collector;
  warn(warning: LoadWarning): void;
}

export function warn(read: ReadContext, code: WarningCode, message: string, context: Context, place?: Place): void {
  read.warn({ severity: 'warning', code, message, context, ...(place !== undefined && { place }) });
}

export const APPEND_IS_DEPRECATED =
  "'append' key is deprecated. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";
export const APPEND_AND_OVERRIDE =
  "Keys 'override' and 'append: true' cannot be used together. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";

/** Keys that an item does not have are told, and then ignored. */
export function warnUnknownKeys(
  map: YamlMap,
  known: ReadonlySet<ByteString>,
  context: Context,
  read: ReadContext,
): void {
  for (let i = 0; i < map.entries.length; i += 2) {
    const node = map.entries[i];
    if (node === undefined) continue;
    const key = anyText(node, read.root);
    if (known.has(key)) continue;
    const message = `Unknown key ${quote(key)}. The key will be ignored.`;
    warn(read, 'LOAD_UNKNOWN_KEY', message, context, { kind: 'node', file: read.file, node });
  }
}
