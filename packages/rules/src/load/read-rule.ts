import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import { lookup, type YamlMap, type YamlNode, type YamlScalar } from '../yaml/node.ts';
import { type Context, itemContext } from './context.ts';
import { booleanAt, quote, refuse, scalarAt, scalarsAt, textAt, uint32At } from './decode.ts';
import { type RuleUpdate, type WrittenText, written } from './definitions.ts';
import { type Overrides, readOverrides } from './overrides.ts';
import type { SourceFile } from './place.ts';
import { parsePriority } from './priority.ts';
import { readAppend } from './read-append.ts';
import { APPEND_AND_OVERRIDE, type ReadContext, warn, warnUnknownKeys } from './read-context.ts';
import { readExceptions } from './read-exceptions.ts';
import type { Priority } from './rule-set.ts';
import { SYSCALL_SOURCE } from './sources.ts';

export const RULE_KEYS: ReadonlySet<ByteString> = new Set([
  'rule',
  'condition',
  'output',
  'desc',
  'priority',
  'source',
  'enabled',
  'capture',
  'capture_duration',
  'warn_evttypes',
  'skip-if-unknown-filter',
  'tags',
  'exceptions',
  'override',
  'append',
]);
const APPENDABLE = new Set(['condition', 'output', 'desc', 'tags', 'exceptions']);

const OPTIONAL = { optional: true };

type ReadPart = (update: RuleUpdate, item: YamlMap, context: Context, read: ReadContext, append: boolean) => void;

/**
 * How the parts of a rule are read into an update, in the order in which Falco reads them. All of them can be replaced.
 */
const PARTS: ReadonlyMap<ByteString, ReadPart> = new Map<ByteString, ReadPart>([
  [
    'condition',
    (update, item, context, read) => {
      update.source = sourceOf(item, context);
      update.condition = written(textAt(item, 'condition', context), read.file);
    },
  ],
  [
    'exceptions',
    (update, item, context, read, append) => {
      update.exceptions = readExceptions(item, context, append, read);
    },
  ],
  [
    'output',
    (update, item, context, read) => {
      update.output = written(textAt(item, 'output', context), read.file);
    },
  ],
  [
    'desc',
    (update, item, context) => {
      update.desc = textAt(item, 'desc', context).value;
    },
  ],
  [
    'tags',
    (update, item, context) => {
      update.tags = tagsOf(item, context);
    },
  ],
  [
    'priority',
    (update, item, context) => {
      update.priority = priorityOf(item, context);
    },
  ],
  [
    'capture',
    (update, item, context) => {
      update.capture = booleanAt(item, 'capture', context) as boolean;
    },
  ],
  [
    'capture_duration',
    (update, item, context) => {
      update.captureDuration = uint32At(item, 'capture_duration', context) as number;
    },
  ],
  [
    'enabled',
    (update, item, context) => {
      update.enabled = booleanAt(item, 'enabled', context) as boolean;
    },
  ],
  [
    'warn_evttypes',
    (update, item, context) => {
      update.warnEvttypes = booleanAt(item, 'warn_evttypes', context) as boolean;
    },
  ],
  [
    'skip-if-unknown-filter',
    (update, item, context) => {
      update.skipIfUnknownFilter = booleanAt(item, 'skip-if-unknown-filter', context) as boolean;
    },
  ],
]);
const REPLACEABLE = new Set(PARTS.keys());

function sourceOf(item: YamlMap, context: Context): ByteString {
  return scalarAt(item, 'source', context, { optional: true, empty: true })?.value ?? '';
}

function tagsOf(item: YamlMap, context: Context): Set<ByteString> {
  return new Set(scalarsAt(item, 'tags', context, OPTIONAL)?.map(({ value }) => value));
}

function priorityOf(item: YamlMap, context: Context): Priority {
  const node = textAt(item, 'priority', context);
  return parsePriority(node.value) ?? refuse('Invalid priority', itemContext(node.mark, 'rule priority', '', context));
}

/** Reads a rule item: a definition, an update of an earlier one, or the switch of an earlier one. */
export function readRule(item: YamlMap, read: ReadContext): void {
  const nameNode = textAt(item, 'rule', itemContext(item.mark, 'rule', '', read.root));
  const context = itemContext(item.mark, 'rule', nameNode.value, read.root);
  const source = sourceOf(item, context);
  const append = readAppend(item, context, read);
  const overrides = readOverrides(item, APPENDABLE, REPLACEABLE, context, read);
  if (overrides.append.size + overrides.replace.size > 0) {
    if (append) refuse(APPEND_AND_OVERRIDE, context);
    readUpdate(item, nameNode, overrides, context, read);
  } else if (append) readOldAppend(item, nameNode, source, context, read);
  else if (isSwitch(item)) readSwitch(item, nameNode, context, read);
  else readDefinition(item, nameNode, context, read);
  warnUnknownKeys(item, RULE_KEYS, context, read);
}

function readUpdate(
  item: YamlMap,
  nameNode: YamlScalar,
  overrides: Overrides,
  context: Context,
  read: ReadContext,
): void {
  const given = new Set([...REPLACEABLE].filter((key) => lookup(item, key) !== undefined).sort());
  for (const operation of ['append', 'replace'] as const) {
    const asked = overrides[operation];
    if (asked.size === 0) continue;
    const update: RuleUpdate = { name: nameNode.value, context, source: '' };
    for (const [key, readPart] of PARTS) {
      if (!asked.has(key)) continue;
      if (!given.delete(key))
        refuse(`An ${operation} override for '${key}' was specified but '${key}' is not defined`, context);
      readPart(update, item, context, read, operation === 'append');
    }
    if (operation === 'append') read.collector.appendRule(update);
    else read.collector.replaceInRule(update);
  }
  for (const key of given) {
    const node = lookup(item, key) as YamlNode;
    const message = `Unexpected key ${quote(key)}: no corresponding entry under 'override' is defined.`;
    refuse(message, itemContext(node.mark, 'overrides', key, context));
  }
}

function readOldAppend(
  item: YamlMap,
  nameNode: YamlScalar,
  source: ByteString,
  context: Context,
  read: ReadContext,
): void {
  const update: RuleUpdate = { name: nameNode.value, context, source };
  if (lookup(item, 'condition') !== undefined)
    update.condition = written(textAt(item, 'condition', context), read.file);
  if (lookup(item, 'exceptions') !== undefined) update.exceptions = readExceptions(item, context, true, read);
  read.collector.appendRule(update);
}

/** An item without a rule's body can only switch an earlier rule on or off. */
function isSwitch(item: YamlMap): boolean {
  return ['condition', 'output', 'desc', 'priority'].every((key) => lookup(item, key) === undefined);
}

const SWITCH_IS_DEPRECATED =
  "The standalone 'enabled' key usage is deprecated. The correct approach requires also a 'replace' entry under the 'override' key (i.e. 'enabled: replace').";

function readSwitch(item: YamlMap, nameNode: YamlScalar, context: Context, read: ReadContext): void {
  const enabled = booleanAt(item, 'enabled', context) as boolean;
  const node = lookup(item, 'enabled') as YamlNode;
  const place = { kind: 'node', file: read.file, node } as const;
  warn(read, 'LOAD_DEPRECATED_ITEM', SWITCH_IS_DEPRECATED, context, place);
  read.collector.enableRule(nameNode.value, enabled, context);
}

function readDefinition(item: YamlMap, nameNode: YamlScalar, context: Context, read: ReadContext): void {
  const { file, collector } = read;
  const condition = textAt(item, 'condition', context);
  const output = textAt(item, 'output', context);
  const desc = textAt(item, 'desc', context).value;
  const priority = priorityOf(item, context);
  const sourceNode = scalarAt(item, 'source', context, OPTIONAL);
  const source = sourceNode?.value ?? SYSCALL_SOURCE;
  const enabled = booleanAt(item, 'enabled', context, OPTIONAL) ?? true;
  const capture = booleanAt(item, 'capture', context, OPTIONAL) ?? false;
  const captureDuration = uint32At(item, 'capture_duration', context, OPTIONAL) ?? 0;
  const warnEvttypes = booleanAt(item, 'warn_evttypes', context, OPTIONAL) ?? true;
  const skipIfUnknownFilter = booleanAt(item, 'skip-if-unknown-filter', context, OPTIONAL) ?? false;
  const tags = tagsOf(item, context);
  const exceptions = readExceptions(item, context, false, read);
  collector.checkSource(nameNode.value, source, context);
  const unknownSource = !collector.knowsSource(source);
  if (unknownSource) {
    const place = sourceNode && ({ kind: 'node', file, node: sourceNode } as const);
    warn(read, 'LOAD_UNKNOWN_SOURCE', `Unknown source ${bytesToUtf8(source)}, skipping`, context, place);
  }
  collector.defineRule({
    name: nameNode.value,
    context,
    conditionContext: itemContext(condition.mark, 'rule condition', '', context),
    outputContext: itemContext(output.mark, 'rule output', '', context),
    file,
    node: nameNode,
    index: 0,
    visibility: 0,
    source,
    unknownSource,
    condition: written(condition, file),
    output: trimmedOutput(output, file),
    desc,
    tags,
    exceptions,
    priority,
    capture,
    captureDuration,
    enabled,
    warnEvttypes,
    skipIfUnknownFilter,
  });
}

const OUTER_BLANKS = /^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g;

function trimmedOutput(node: YamlScalar, file: SourceFile): WrittenText {
  const text = node.value.replace(OUTER_BLANKS, '');
  return { text, parts: [{ at: 0, file, node, from: node.value.indexOf(text) }] };
}
