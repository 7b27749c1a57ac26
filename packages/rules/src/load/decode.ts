import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import type { Mark, YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import { lookup } from '../yaml/node.ts';
import { describeYamlError } from '../yaml/yaml-error.ts';
import { type Context, itemContext } from './context.ts';
import { LoadFailure } from './failure.ts';
import type { SourceFile } from './place.ts';

/*
 * Values of an item's keys, with Falco's refusals. Functions throw LoadFailure.
 */

export function refuse(message: string, context: Context, file?: SourceFile, node?: YamlNode): never {
  const place = file !== undefined && node !== undefined ? ({ kind: 'node', file, node } as const) : undefined;
  throw new LoadFailure('LOAD_ERR_YAML_VALIDATE', message, context, place);
}

export interface Accept {
  /** The key may be missing. */
  readonly optional?: boolean;
  /** An empty value counts as missing. */
  readonly empty?: boolean;
}

/** The scalar of a key; undefined where it may be missing and is. */
export function scalarAt(map: YamlMap, key: string, context: Context, accept: Accept = {}): YamlScalar | undefined {
  const node = lookup(map, key);
  if (node === undefined) {
    if (accept.optional) return undefined;
    refuse(`Item has no mapping for key '${key}'`, context);
  }
  if (node.kind === 'null') {
    if (accept.empty) return undefined;
    refuse(`Mapping for key '${key}' is empty`, context);
  }
  const place = itemContext(node.mark, 'value for', key, context);
  if (node.kind !== 'scalar') refuse('Value is not a scalar value', place);
  if (node.value === '') {
    if (accept.empty) return undefined;
    refuse('Value must be non-empty', place);
  }
  return node;
}

/** Text of a key that has to be there. */
export function textAt(map: YamlMap, key: string, context: Context): YamlScalar {
  return scalarAt(map, key, context) as YamlScalar;
}

export function booleanAt(map: YamlMap, key: string, context: Context, accept?: Accept): boolean | undefined {
  const node = scalarAt(map, key, context, accept);
  if (node === undefined) return undefined;
  return parseBoolean(node.value) ?? undecodable(node, key, context);
}

export function uint32At(map: YamlMap, key: string, context: Context, accept?: Accept): number | undefined {
  const node = scalarAt(map, key, context, accept);
  if (node === undefined) return undefined;
  return parseUint32(node.value) ?? undecodable(node, key, context);
}

function undecodable(node: YamlScalar, key: string, context: Context): never {
  refuse("Can't decode YAML scalar value", itemContext(node.mark, 'value for', key, context));
}

const BOOLEANS = new Map<string, boolean>();
for (const [yes, no] of [
  ['y', 'n'],
  ['yes', 'no'],
  ['true', 'false'],
  ['on', 'off'],
] as const) {
  for (const [word, value] of [
    [yes, true],
    [no, false],
  ] as const) {
    BOOLEANS.set(word, value);
    BOOLEANS.set(word.toUpperCase(), value);
    BOOLEANS.set(word.charAt(0).toUpperCase() + word.slice(1), value);
  }
}

/** YAML 1.1 booleans in lower case, upper case or capitalised. */
export function parseBoolean(text: ByteString): boolean | undefined {
  return BOOLEANS.get(text);
}

/** Decimal, 0x hexadecimal or 0 octal digits with an optional plus; blanks may follow. */
export function parseUint32(text: ByteString): number | undefined {
  const match = /^\+?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)[ \t\n\v\f\r]*$/.exec(text);
  if (match === null) return undefined;
  const digits = match[1] as string;
  const octal = digits.length > 1 && digits.startsWith('0') && !/^0[xX]/.test(digits);
  const value = octal ? Number.parseInt(digits, 8) : Number(digits);
  return value <= 0xffffffff ? value : undefined;
}

/** Items of a sequence of scalars. */
export function scalarsAt(
  map: YamlMap,
  key: string,
  context: Context,
  accept: Accept = {},
): readonly YamlScalar[] | undefined {
  const node = lookup(map, key);
  if (node === undefined) {
    if (accept.optional) return undefined;
    refuse(`Item has no mapping for key '${key}'`, context);
  }
  const place = itemContext(node.mark, 'value for', key, context);
  if (node.kind !== 'sequence') refuse('Value is not a sequence', place);
  for (const item of node.items) {
    if (item.kind !== 'scalar') refuse('sequence value is not scalar', itemContext(item.mark, 'list item', '', place));
  }
  return node.items as readonly YamlScalar[];
}

/** A map's key, or a value that has to be text, as text; `null` is a text here. */
export function anyText(node: YamlNode, root: Context): ByteString {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'null') return 'null';
  badConversion(node.mark, root);
}

function badConversion(mark: Mark, root: Context): never {
  throw new LoadFailure('LOAD_ERR_VALIDATE', describeYamlError('bad conversion', mark), root);
}

export function quote(text: ByteString): string {
  return `'${bytesToUtf8(text)}'`;
}
