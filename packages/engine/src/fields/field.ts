import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventContext } from './event-context.ts';

/**
 * A value of a field, by type of the field catalogue:
 * - integers (INT*, UINT*, PORT, RELTIME, ABSTIME, ...): number where it is a safe integer, else bigint. JS compares the
 *   two exactly (`5n < 6`, `5n == 5`), so mixed operands need no conversion.
 * - BOOL: boolean. DOUBLE: number.
 * - CHARBUF, FSPATH, BYTEBUF: byte string.
 * - IPADDR, IPV4ADDR, IPV6ADDR, IPNET: byte string of 4 or 16 bytes in network order.
 * - list fields: array of the element's values.
 * `undefined` = no value (prints <NA>, every comparison with it is false).
 */
export type FieldScalar = number | bigint | boolean | ByteString;
export type FieldValue = FieldScalar | readonly FieldScalar[];

/** Reads a field of the current event. Pure: called any number of times, in any order, for one event. */
export type Extract = (ctx: EventContext) => FieldValue | undefined;

/** What stands in brackets: `evt.arg[1]`, `proc.aname[2]`, `proc.env[PATH]`; `evt.arg.name` has key "name". */
export interface FieldArg {
  readonly text: ByteString;
  /** The number, where the text is one. */
  readonly index?: number;
}

/**
 * What a field is on events of one type.
 * - never: no event of this type has a value (folds the whole comparison to false);
 * - const: every event of this type has this value (`evt.type`, `evt.category`);
 * - read: has to be read. `of` names what the value depends on, which lets the matcher reuse results:
 *   'event' anything of the event; 'thread' only the thread's own record; 'tree' the thread and its ancestors.
 */
export type Bound =
  | { readonly kind: 'never' }
  | { readonly kind: 'const'; readonly value: FieldValue }
  | { readonly kind: 'read'; readonly extract: Extract; readonly of: 'event' | 'thread' | 'tree' };

/** The implementation of one field of the catalogue. */
export interface FieldImpl {
  /** Name in the catalogue, without argument. */
  readonly name: string;
  /** Specialises the field to an argument and an event type (index into the event table; -1: any type). */
  bind(arg: FieldArg | undefined, eventType: number): Bound;
}

export const NEVER: Bound = { kind: 'never' };

/** Shorthand for fields that only read. */
export function reads(name: string, of: 'event' | 'thread' | 'tree', extract: Extract): FieldImpl {
  const bound: Bound = { kind: 'read', extract, of };
  return { name, bind: () => bound };
}
