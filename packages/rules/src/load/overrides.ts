import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import { lookup, type YamlMap } from '../yaml/node.ts';
import { type Context, itemContext } from './context.ts';
import { anyText, quote, refuse } from './decode.ts';
import { LoadFailure } from './failure.ts';
import type { ReadContext } from './read-context.ts';

/** What the `override` key of an item asks for. */
export interface Overrides {
  readonly append: ReadonlySet<ByteString>;
  readonly replace: ReadonlySet<ByteString>;
}

const SEQUENCE_AS_MAP = 'invalid node; this may result from using a map iterator as a sequence iterator, or vice-versa';

export function readOverrides(
  map: YamlMap,
  appendable: ReadonlySet<ByteString>,
  replaceable: ReadonlySet<ByteString>,
  context: Context,
  read: ReadContext,
): Overrides {
  const append = new Set<ByteString>();
  const replace = new Set<ByteString>();
  const node = lookup(map, 'override');
  if (node?.kind === 'sequence' && node.items.length > 0)
    throw new LoadFailure('LOAD_ERR_VALIDATE', SEQUENCE_AS_MAP, read.root, { kind: 'node', file: read.file, node });
  if (node?.kind !== 'map') return { append, replace };
  const overrides = itemContext(map.mark, 'overrides', '', context);
  for (let i = 0; i < node.entries.length; i += 2) {
    const keyNode = node.entries[i];
    const operationNode = node.entries[i + 1];
    if (keyNode === undefined || operationNode === undefined) continue;
    const key = anyText(keyNode, read.root);
    const operation = anyText(operationNode, read.root);
    const canAppend = appendable.has(key);
    const canReplace = replaceable.has(key);
    const place = itemContext(keyNode.mark, 'overrides', key, overrides);
    if (operation === 'append') {
      if (!canAppend) {
        const message = `Key ${quote(key)} cannot be appended to, use 'replace' instead`;
        refuse(message, place, read.file, keyNode);
      }
      append.add(key);
    } else if (operation === 'replace') {
      if (!canReplace) refuse(`Key ${quote(key)} cannot be replaced`, place, read.file, keyNode);
      replace.add(key);
    } else {
      const allowed = (canAppend ? 'append ' : '') + (canReplace ? 'replace ' : '');
      refuse(
        `Invalid override operation for key ${quote(key)}: '${bytesToUtf8(operation)}'. Allowed values are: ${allowed}`,
        itemContext(operationNode.mark, 'value for', key, overrides),
      );
    }
  }
  return { append, replace };
}
