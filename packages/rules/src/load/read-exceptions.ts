import type { ByteString } from '@saker/core/byte-string.ts';
import { lookup, type YamlMap, type YamlNode } from '../yaml/node.ts';
import { type Context, itemContext } from './context.ts';
import { quote, refuse, textAt } from './decode.ts';
import { type ExceptionDefinition, type ExceptionPart, NO_PART } from './definitions.ts';
import { type ReadContext, warn } from './read-context.ts';

/** Aliases can make a small file mean a lot, or refer to themselves; this is far beyond any use. */
const MAX_DEPTH = 100;
const MAX_PARTS = 200_000;
/** Falco warns once for every pair of exceptions with one name. */
const MAX_NAME_WARNINGS = 10_000;

/**
 * The `exceptions` of a rule item. With `append` an exception may leave out its fields: they are known from the rule that
 * is appended to.
 */
export function readExceptions(
  item: YamlMap,
  rule: Context,
  append: boolean,
  read: ReadContext,
): readonly ExceptionDefinition[] {
  const node = lookup(item, 'exceptions');
  if (node === undefined || node.kind === 'null') return [];
  const all = itemContext(node.mark, 'exceptions', '', rule);
  if (node.kind !== 'sequence') refuse('Rule exceptions must be a sequence', all);
  const out: ExceptionDefinition[] = [];
  const budget: Budget = { parts: MAX_PARTS };
  const named = new Map<ByteString, number>();
  let warnings = MAX_NAME_WARNINGS;
  for (const exception of node.items) {
    const unnamed = itemContext(exception.mark, 'exception', '', all);
    if (exception.kind !== 'map') refuse('Rule exception must be a mapping', unnamed);
    const nameNode = textAt(exception, 'name', unnamed);
    const name = nameNode.value;
    const context = itemContext(exception.mark, 'exception', name, rule);
    const others = named.get(name) ?? 0;
    named.set(name, others + 1);
    for (let i = 0; i < others && warnings > 0; i++) {
      warnings--;
      const message = `Multiple definitions of exception ${quote(name)} in the same rule`;
      const place = { kind: 'node', file: read.file, node: nameNode } as const;
      warn(read, 'LOAD_EXCEPTION_NAME_NOT_UNIQUE', message, context, place);
    }
    out.push({
      context,
      file: read.file,
      name,
      fields: partAt(exception, 'fields', context, append, budget),
      comps: partAt(exception, 'comps', context, true, budget),
      values: valuesOf(exception, context, append, budget, read),
    });
  }
  return out;
}

interface Budget {
  parts: number;
}

function partAt(map: YamlMap, key: string, context: Context, optional: boolean, budget: Budget): ExceptionPart {
  const node = lookup(map, key);
  if (node === undefined) {
    if (optional) return NO_PART;
    refuse(`Item has no mapping for key '${key}'`, context);
  }
  return partOf(node, key, context, budget, 0);
}

function valuesOf(
  exception: YamlMap,
  context: Context,
  append: boolean,
  budget: Budget,
  read: ReadContext,
): readonly ExceptionPart[] {
  const node = lookup(exception, 'values');
  if (node === undefined) {
    if (append) warn(read, 'LOAD_APPEND_NO_VALUES', 'Overriding/appending exception with no values', context);
    return [];
  }
  const all = itemContext(node.mark, 'exception values', '', context);
  if (node.kind !== 'sequence') refuse('Rule exception values must be a sequence', all);
  return node.items.map((value) => partOf(value, '', itemContext(value.mark, 'exception value', '', all), budget, 0));
}

function partOf(node: YamlNode, key: string, context: Context, budget: Budget, depth: number): ExceptionPart {
  const place = itemContext(node.mark, 'value for', key, context);
  if (--budget.parts < 0) refuse(`More than ${MAX_PARTS} exception values`, place);
  if (node.kind === 'scalar') {
    if (node.value === '') refuse('Value must be non-empty', place);
    return { isList: false, text: node.value, items: [], node };
  }
  if (node.kind !== 'sequence') return NO_PART;
  if (depth === MAX_DEPTH) refuse(`Exception values nested deeper than ${MAX_DEPTH}`, place);
  const items = node.items.map((item) =>
    partOf(item, '', itemContext(item.mark, 'exception', '', place), budget, depth + 1),
  );
  return { isList: true, text: '', items, node };
}
