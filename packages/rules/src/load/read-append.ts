import type { YamlMap, YamlScalar } from '../yaml/node.ts';
import type { Context } from './context.ts';
import { booleanAt, scalarAt } from './decode.ts';
import { APPEND_IS_DEPRECATED, type ReadContext, warn } from './read-context.ts';

/** The old way to append. */
export function readAppend(item: YamlMap, context: Context, read: ReadContext): boolean {
  const append = booleanAt(item, 'append', context, { optional: true }) ?? false;
  if (append) {
    const node = scalarAt(item, 'append', context) as YamlScalar;
    warn(read, 'LOAD_DEPRECATED_ITEM', APPEND_IS_DEPRECATED, context, { kind: 'node', file: read.file, node });
  }
  return append;
}
