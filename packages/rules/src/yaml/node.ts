import type { ByteString } from '@saker/core/byte-string.ts';
import type { ScalarOrigin } from './scalar-origin.ts';

/** A place in the text that was read: zero-based line and column, and offset; all in bytes, a byte order mark not counted. */
export interface Mark {
  readonly pos: number;
  readonly line: number;
  readonly column: number;
}

/** A node of a YAML document. An alias is the very node that its anchor names, so documents can share nodes and be cyclic. */
export type YamlNode = YamlNull | YamlScalar | YamlSequence | YamlMap;

export interface YamlNull {
  readonly kind: 'null';
  /** Of the token that stands where the value would be. */
  readonly mark: Mark;
}
export interface YamlScalar {
  readonly kind: 'scalar';
  readonly mark: Mark;
  /** Resolved tag; `?` for a plain scalar, `!` for a quoted or block one without a tag. */
  readonly tag: string;
  readonly value: ByteString;
  readonly origin: ScalarOrigin;
}
export interface YamlSequence {
  readonly kind: 'sequence';
  readonly mark: Mark;
  readonly items: readonly YamlNode[];
}
export interface YamlMap {
  readonly kind: 'map';
  readonly mark: Mark;
  /** In order of the file, with doubles. Key and value alternate. */
  readonly entries: readonly YamlNode[];
}

/** Value of the first entry with this key; only scalars are keys by text. */
export function lookup(map: YamlMap, key: string): YamlNode | undefined {
  const { entries } = map;
  for (let i = 0; i < entries.length; i += 2) {
    const k = entries[i] as YamlNode;
    if (k.kind === 'scalar' && k.value === key) return entries[i + 1] as YamlNode;
  }
  return undefined;
}
