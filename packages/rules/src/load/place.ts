import type { ByteString } from '@saker/core/byte-string.ts';
import type { YamlNode, YamlScalar } from '../yaml/node.ts';

/** The file that a node comes from. */
export interface SourceFile {
  /** Name as bytes. */
  readonly name: ByteString;
  /** The file's bytes. */
  readonly content: ByteString;
  /** What was read: without byte order mark, as UTF-8. Marks of nodes are offsets into it. */
  readonly text: ByteString;
  /** See `YamlInput.shift`. */
  readonly shift: number | undefined;
}

/** A part of a text that was written in a file: from offset `at` of the text on it is `node`'s value from `from` on. */
export interface TextPart {
  readonly at: number;
  readonly file: SourceFile;
  readonly node: YamlScalar;
  readonly from: number;
}

/** A place in a scalar's value. */
export interface WrittenPlace {
  readonly file: SourceFile;
  readonly node: YamlScalar;
  readonly offset: number;
  /** What led here, for the reader: `list 'x'`, `macro 'y'`. */
  readonly via?: string;
}

/** Something to underline: a node, or a place in a text that was put together from nodes. */
export type Place =
  | { readonly kind: 'node'; readonly file: SourceFile; readonly node: YamlNode }
  | {
      readonly kind: 'text';
      /** Where it was written; first the very place, then what uses it. Worked out only when somebody wants to see it. */
      readonly locate: () => readonly WrittenPlace[];
    };

/** Finds what offset `at` of a text was written as; between parts the end of the part before. */
export function placeInParts(parts: readonly TextPart[], at: number): WrittenPlace | undefined {
  let found: TextPart | undefined = parts[0];
  for (const part of parts) if (part.at <= at) found = part;
  if (found === undefined) return undefined;
  const { file, node, from } = found;
  return { file, node, offset: Math.min(Math.max(0, at - found.at) + from, node.value.length) };
}
