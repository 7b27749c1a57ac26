import { bytesToUtf8 } from '@saker/core/byte-string.ts';
import { lookup, type YamlMap, type YamlNode, type YamlScalar } from '../yaml/node.ts';
import { type Context, itemContext } from './context.ts';
import { parseUint32, refuse, scalarsAt, textAt } from './decode.ts';
import { written } from './definitions.ts';
import { readOverrides } from './overrides.ts';
import { readAppend } from './read-append.ts';
import { APPEND_AND_OVERRIDE, type ReadContext, warn, warnUnknownKeys } from './read-context.ts';
import { readRule } from './read-rule.ts';
import type { PluginRequirement } from './rule-set.ts';
import { parseVersion, type Version } from './version.ts';

const IDENTIFIER = '([a-zA-Z]+[a-zA-Z0-9_]*)';
const BARE_STRING = `([^()"'[:space:]=,]+)`;
const IS_IDENTIFIER = /^[a-zA-Z]+[a-zA-Z0-9_]*$/;
const IS_BARE_STRING = /^[^()"' \t\n\v\f\r=,]+$/;

/** Kinds of items by the key that makes an item one; the first that is there decides. */
const KINDS: readonly (readonly [string, (item: YamlMap, read: ReadContext) => void])[] = [
  ['required_engine_version', readEngineVersion],
  ['required_plugin_versions', readPluginVersions],
  ['list', readList],
  ['macro', readMacro],
  ['rule', readRule],
];

/** Keys by which items are known, for suggestions. */
export const ITEM_KEYS: readonly string[] = KINDS.map(([key]) => key);

/** Reads one item of a rules file into the collector. Throws LoadFailure. */
export function readItem(item: YamlNode, read: ReadContext): void {
  const context = itemContext(item.mark, 'rules content item', '', read.root);
  if (item.kind !== 'map') refuse('Unexpected element type. Each element should be a yaml associative array.', context);
  for (const [key, readKind] of KINDS) {
    if (lookup(item, key) !== undefined) {
      readKind(item, read);
      return;
    }
  }
  warn(read, 'LOAD_UNKNOWN_ITEM', 'Unknown top level item', context);
}

const ENGINE_VERSION_KEYS = new Set(['required_engine_version']);

function readEngineVersion(item: YamlMap, read: ReadContext): void {
  const key = 'required_engine_version';
  const context = itemContext(item.mark, key, '', read.root);
  const text = textAt(item, key, context).value;
  read.collector.requireEngine(engineVersionOf(text, context), context);
  warnUnknownKeys(item, ENGINE_VERSION_KEYS, context, read);
}

/** A bare number is a minor version. */
function engineVersionOf(text: string, context: Context): Version {
  const minor = parseUint32(text);
  const version = minor === undefined ? parseVersion(text) : { major: 0, minor, patch: 0 };
  if (version !== undefined) return version;
  refuse(
    `Unable to parse engine version '${bytesToUtf8(text)}' as a semver string. Expected "x.y.z" semver format.`,
    context,
  );
}

const PLUGIN_VERSIONS_KEYS = new Set(['required_plugin_versions']);

function readPluginVersions(item: YamlMap, read: ReadContext): void {
  const list = lookup(item, 'required_plugin_versions') as YamlNode;
  const context = itemContext(list.mark, 'required plugin versions', '', read.root);
  if (list.kind !== 'sequence') refuse('Value of required_plugin_versions must be a sequence', context);
  for (const plugin of list.items) {
    const unnamed = itemContext(plugin.mark, 'required plugin versions entry', '', context);
    if (plugin.kind !== 'map') refuse('Plugin version must be a mapping', unnamed);
    const name = textAt(plugin, 'name', unnamed).value;
    const named = itemContext(plugin.mark, 'required plugin versions entry', name, context);
    const version = textAt(plugin, 'version', named).value;
    const alternatives = [{ name: bytesToUtf8(name), version: bytesToUtf8(version) }, ...alternativesOf(plugin, named)];
    read.collector.requirePlugin(alternatives, named);
  }
  const whole = itemContext(item.mark, 'required plugin versions', '', read.root);
  warnUnknownKeys(item, PLUGIN_VERSIONS_KEYS, whole, read);
}

function alternativesOf(plugin: YamlMap, context: Context): PluginRequirement[] {
  const list = lookup(plugin, 'alternatives');
  if (list === undefined) return [];
  if (list.kind !== 'sequence') refuse('Value of plugin version alternatives must be a sequence', context);
  const type = 'required plugin versions alternative';
  return list.items.map((alternative) => {
    const unnamed = itemContext(alternative.mark, type, '', context);
    if (alternative.kind !== 'map') refuse('Plugin version alternative must be a mapping', unnamed);
    const name = textAt(alternative, 'name', unnamed).value;
    const version = textAt(alternative, 'version', itemContext(alternative.mark, type, name, context)).value;
    return { name: bytesToUtf8(name), version: bytesToUtf8(version) };
  });
}

const LIST_KEYS = new Set(['list', 'items', 'append', 'override']);
const LIST_OVERRIDES = new Set(['items']);

function readList(item: YamlMap, read: ReadContext): void {
  const nameNode = textAt(item, 'list', itemContext(item.mark, 'list', '', read.root));
  const name = nameNode.value;
  const context = itemContext(item.mark, 'list', name, read.root);
  if (!IS_BARE_STRING.test(name)) {
    const message = `List has an invalid name. List names should match a regular expression: ${BARE_STRING}`;
    warn(read, 'LOAD_INVALID_LIST_NAME', message, context, { kind: 'node', file: read.file, node: nameNode });
  }
  const nodes = scalarsAt(item, 'items', context) as readonly YamlScalar[];
  const append = readAppend(item, context, read);
  const overrides = readOverrides(item, LIST_OVERRIDES, LIST_OVERRIDES, context, read);
  if (append && overrides.append.size + overrides.replace.size > 0) refuse(APPEND_AND_OVERRIDE, context);
  const { file } = read;
  const items = nodes.map((node) => ({ text: node.value, node, file }));
  const list = { name, context, file, node: nameNode, index: 0, visibility: 0, items };
  if (append || overrides.append.has('items')) read.collector.appendList(list);
  else read.collector.defineList(list);
  warnUnknownKeys(item, LIST_KEYS, context, read);
}

const MACRO_KEYS = new Set(['macro', 'condition', 'append', 'override']);
const MACRO_OVERRIDES = new Set(['condition']);

function readMacro(item: YamlMap, read: ReadContext): void {
  const nameNode = textAt(item, 'macro', itemContext(item.mark, 'macro', '', read.root));
  const name = nameNode.value;
  const context = itemContext(item.mark, 'macro', name, read.root);
  if (!IS_IDENTIFIER.test(name)) {
    const message = `Macro has an invalid name. Macro names should match a regular expression: ${IDENTIFIER}`;
    warn(read, 'LOAD_INVALID_MACRO_NAME', message, context, { kind: 'node', file: read.file, node: nameNode });
  }
  const condition = textAt(item, 'condition', context);
  const conditionContext = itemContext(condition.mark, 'macro condition', '', context);
  const append = readAppend(item, context, read);
  const overrides = readOverrides(item, MACRO_OVERRIDES, MACRO_OVERRIDES, context, read);
  if (append && overrides.append.size + overrides.replace.size > 0) refuse(APPEND_AND_OVERRIDE, context);
  const { file } = read;
  const text = written(condition, file);
  const macro = { name, context, conditionContext, file, node: nameNode, index: 0, visibility: 0, condition: text };
  if (append || overrides.append.has('condition')) read.collector.appendMacro(macro);
  else read.collector.defineMacro(macro);
  warnUnknownKeys(item, MACRO_KEYS, context, read);
}
