import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import { decodeInput } from '@saker/rules/yaml/input.ts';
import type { YamlNode } from '@saker/rules/yaml/node.ts';
import { readYaml } from '@saker/rules/yaml/read-yaml.ts';
import { expandEnvironment } from './environment.ts';
import { type ConfigEntry, type ConfigNode, emptyMap, type Place, placeText } from './node.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a configuration file says; the error is a sentence with the place. */
export type ReadResult = { readonly node: ConfigNode } | { readonly error: string };

/**
 * Reads one YAML document (the first) and replaces `${NAME}` in its scalars, unless there is no environment. An empty file is an
 * empty map.
 */
export function readConfig(content: ByteString, file: string, environment: Environment | undefined): ReadResult {
  const { documents, error } = readYaml(decodeInput(content).text);
  if (error !== undefined) {
    const { line, column } = error.mark;
    return { error: `${placeText({ file, line, column })}: ${bytesToUtf8(error.message)}` };
  }
  const [root] = documents;
  if (root === undefined) return { node: emptyMap({ file }) };
  return convert(root, file, environment);
}

function convert(root: YamlNode, file: string, environment: Environment | undefined): ReadResult {
  // An alias is the node it names: what was shared stays shared, and a node inside itself is refused.
  const done = new Map<YamlNode, ConfigNode>();
  const open = new Set<YamlNode>();
  let error: string | undefined;
  const walk = (node: YamlNode): ConfigNode => {
    const place: Place = { file, line: node.mark.line, column: node.mark.column };
    const before = done.get(node);
    if (before !== undefined) return before;
    if (open.has(node)) {
      error ??= `${placeText(place)}: a value contains itself`;
      return { kind: 'scalar', text: null, place };
    }
    open.add(node);
    let out: ConfigNode;
    if (node.kind === 'null') out = { kind: 'scalar', text: null, place };
    else if (node.kind === 'scalar') {
      out = { kind: 'scalar', text: scalarText(node.value, node.tag, environment), place };
    } else if (node.kind === 'sequence') out = { kind: 'list', items: node.items.map(walk), place };
    else out = { kind: 'map', entries: entriesOf(node.entries, file, walk), place };
    open.delete(node);
    done.set(node, out);
    return out;
  };
  const node = walk(root);
  return error === undefined ? { node } : { error };
}

/** As yaml-cpp finds keys: of several equal ones the first counts. */
function entriesOf(
  nodes: readonly YamlNode[],
  file: string,
  walk: (node: YamlNode) => ConfigNode,
): Map<string, ConfigEntry> {
  const entries = new Map<string, ConfigEntry>();
  for (let i = 0; i < nodes.length; i += 2) {
    const key = nodes[i] as YamlNode;
    const text = key.kind === 'scalar' ? bytesToUtf8(key.value) : '';
    const place: Place = { file, line: key.mark.line, column: key.mark.column };
    if (!entries.has(text)) entries.set(text, { place, value: walk(nodes[i + 1] as YamlNode) });
  }
  return entries;
}

function scalarText(value: string, tag: string, environment: Environment | undefined): string | null {
  if (tag === '?' && /^(~|null|Null|NULL|)$/.test(value)) return null;
  const text = bytesToUtf8(value);
  return environment === undefined ? text : expandEnvironment(text, (name) => environment[name]);
}
