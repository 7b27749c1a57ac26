import type { ByteString } from '@saker/core/byte-string.ts';
import type { TypedOperand, TypedTransform, ValueType } from '../check/typed.ts';
import type { Bound, Extract, FieldBinder, FieldScalar, FieldValue, Scope } from './field-source.ts';
import { memoryOf } from './operators/memory.ts';
import { valueKind } from './operators/predicate.ts';
import { asciiLower, asciiUpper, cString, withoutTrailingNul } from './operators/text.ts';
import { decodeBase64 } from './transformers/base64.ts';
import { getopt } from './transformers/getopt.ts';

const NEVER = { kind: 'never' } as const;

/** Specialises an operand (a field, or transformers around fields) to an event type. */
export function bindOperand<C>(operand: TypedOperand, source: FieldBinder<C>, eventType: number): Bound<C> {
  if (operand.kind === 'field') return source.bind(operand.info, operand.arg, eventType);
  return bindTransform(operand, source, eventType);
}

type Argument = TypedTransform['args'][number];

function bindArgument<C>(argument: Argument, source: FieldBinder<C>, eventType: number): Bound<C> {
  if (argument.kind === 'value' || argument.kind === 'list') return bindPiece(argument, source, eventType, false);
  return bindOperand(argument, source, eventType);
}

/** Fields of these types are written as decimals in lists. */
const DECIMAL: ReadonlySet<ValueType> = new Set<ValueType>(['PID', 'INT64', 'UINT64']);

/**
 * An argument of a transformer that takes several, or an item of a list: texts are made of these. Whatever is no text
 * counts as the bytes it is in memory, as Falco has it.
 */
function bindPiece<C>(argument: Argument, source: FieldBinder<C>, eventType: number, listed: boolean): Bound<C> {
  if (argument.kind === 'value') return { kind: 'const', value: argument.value };
  if (argument.kind === 'list') {
    // Has a value only if each of the items has one; items that are lists themselves are laid out flat.
    const items = argument.items.map((item) => bindPiece(item, source, eventType, true));
    return combine(items, (values) => values.flat());
  }
  if (argument.kind === 'transform') {
    return asText(bindTransform(argument, source, eventType), argument.type, false);
  }
  const { info, arg } = argument;
  const bound = source.bindArgument?.(info, arg, eventType) ?? source.bind(info, arg, eventType);
  return asText(bound, info.type, listed && DECIMAL.has(info.type));
}

function asText<C>(bound: Bound<C>, type: ValueType, decimal: boolean): Bound<C> {
  const kind = valueKind(type);
  if (kind !== 'number' && kind !== 'bool') return bound;
  const text = decimal ? String : (value: FieldScalar) => memoryOf(value, type);
  return combine([bound], ([value]) => (Array.isArray(value) ? value.map(text) : text(value as FieldScalar)));
}

/** A value computed from others, of the widest of their scopes; never, where one of them never has a value. */
function combine<C>(
  parts: readonly Bound<C>[],
  compute: (values: readonly FieldValue[]) => FieldValue | undefined,
): Bound<C> {
  if (parts.some((p) => p.kind === 'never')) return NEVER;
  const extracts: Extract<C>[] = parts.map((p) =>
    p.kind === 'const' ? () => p.value : (p as { extract: Extract<C> }).extract,
  );
  let of: Scope = 'thread';
  for (const part of parts) if (part.kind === 'read') of = widest(of, part.of);
  return {
    kind: 'read',
    of,
    extract: (ctx) => {
      const values: FieldValue[] = [];
      for (const extract of extracts) {
        const value = extract(ctx);
        if (value === undefined) return undefined;
        values.push(value);
      }
      return compute(values);
    },
  };
}

export function widest(a: Scope, b: Scope): Scope {
  if (a === 'event' || b === 'event') return 'event';
  return a === 'tree' || b === 'tree' ? 'tree' : 'thread';
}

/**
 * Text transformers end their result in a NUL, which Falco counts as part of it wherever it looks at bytes and not at a
 * C string: elements of lists, buffers.
 */
function terminated(text: ByteString): ByteString {
  return text.endsWith('\0') ? text : `${text}\0`;
}

function mapText(value: FieldValue, transform: (text: ByteString) => ByteString | undefined): FieldValue | undefined {
  if (!Array.isArray(value)) {
    const result = transform(withoutTrailingNul(value as ByteString));
    return result === undefined ? undefined : terminated(result);
  }
  const out: ByteString[] = [];
  for (const element of value as readonly ByteString[]) {
    const result = transform(withoutTrailingNul(element));
    if (result === undefined) return undefined;
    out.push(terminated(result));
  }
  return out;
}

function isText(argument: Argument | undefined): boolean {
  if (argument === undefined || argument.kind === 'value' || argument.kind === 'list') return true;
  const type = argument.kind === 'field' ? argument.info.type : argument.type;
  return type !== 'BYTEBUF';
}

function bindTransform<C>(transform: TypedTransform, source: FieldBinder<C>, eventType: number): Bound<C> {
  const combines = transform.name === 'join' || transform.name === 'concat' || transform.name === 'getopt';
  const args = transform.args.map((a) =>
    combines ? bindPiece(a, source, eventType, false) : bindArgument(a, source, eventType),
  );
  switch (transform.name) {
    case 'tolower':
      return combine(args, ([v]) => mapText(v as FieldValue, asciiLower));
    case 'toupper':
      return combine(args, ([v]) => mapText(v as FieldValue, asciiUpper));
    case 'b64':
      return combine(args, ([v]) => mapText(v as FieldValue, decodeBase64));
    case 'basename':
      return combine(args, ([v]) => mapText(v as FieldValue, (text) => text.slice(text.lastIndexOf('/') + 1)));
    case 'len': {
      const text = isText(transform.args[0]);
      return combine(args, ([v]) => {
        if (Array.isArray(v)) return v.length;
        return text ? cString(v as ByteString).length : (v as ByteString).length;
      });
    }
    case 'join':
      return combine(args, ([separator, list]) =>
        (list as readonly ByteString[]).map(cString).join(separator as ByteString),
      );
    case 'concat':
      return combine(args, (parts) => parts.map((p) => cString(p as ByteString)).join(''));
    case 'getopt':
      return combine(args, ([list, optstring]) =>
        getopt(list as readonly ByteString[], optstring as ByteString, transform.arg),
      );
    case 'val':
      return args[0] ?? NEVER;
  }
}
