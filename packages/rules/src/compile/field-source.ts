import type { ByteString } from '@saker/core/byte-string.ts';
import type { FieldInfo } from '@saker/schema/field-info.ts';

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

/** Reads a field of the event in `C`. Pure (but see `impure`): called any number of times, in any order, for one event. */
export type Extract<C> = (ctx: C) => FieldValue | undefined;

/**
 * What a value depends on: anything of the event; only the thread's own record; the thread and its ancestors.
 * Wider scopes include narrower ones.
 */
export type Scope = 'thread' | 'tree' | 'event';

/**
 * What a field is on events of one type.
 * - never: no event of this type has a value (folds the whole comparison to false);
 * - const: every event of this type has this value;
 * - read: has to be read. `any`: the value is an array, be it empty, and comparisons look at its elements
 *   (operators/elementwise.ts: `fd.ip`, `proc.aname`). `impure`: looking changes what later looks give (`thread.cpu`, or
 *   the `fd.*` fields after `evt.abspath`), so all conditions for the event have to be evaluated in order (impure.ts).
 */
export type Bound<C> =
  | { readonly kind: 'never' }
  | { readonly kind: 'const'; readonly value: FieldValue }
  | {
      readonly kind: 'read';
      readonly extract: Extract<C>;
      readonly of: Scope;
      readonly any?: boolean;
      readonly impure?: boolean;
      /** Makes the reader of one rule, for fields that tell of the rule's own last look (`evt.deltatime`); they are impure. */
      readonly own?: () => Extract<C>;
      readonly key?: ValueKey<C>;
      /** The value is the key itself, not something that has to be made out of it first. */
      readonly isKey?: boolean;
      /** Values hardly ever come again (command lines): remembering results by value would not pay. */
      readonly unique?: boolean;
    };

/**
 * Something cheap to read that settles the field's value: while key and variant are the same, so is the value. Results are
 * then remembered by the key. `fd.directory` is settled by the descriptor's name and type; a rendered flag by its bits.
 */
export interface ValueKey<C> {
  /** Fields with the same id, on one event type, have the same key. */
  readonly id: string;
  readonly value: (ctx: C) => FieldScalar | undefined;
  /** 0 to 63; absent: always 0. */
  readonly variant?: (ctx: C) => number;
}

/** Specialises fields to event types. */
export interface FieldBinder<C> {
  /** `eventType`: index into the event table, or -1 for any type. */
  bind(field: FieldInfo, arg: ByteString | undefined, eventType: number): Bound<C>;
  /**
   * What the field is as an argument of a transformer, where that is something else: `concat(proc.aname, ...)` joins the
   * text that outputs show. Never `any`.
   */
  bindArgument?(field: FieldInfo, arg: ByteString | undefined, eventType: number): Bound<C>;
}

/** How the compiler reaches the fields of events; the engine implements it over its own event context `C`. */
export interface FieldSource<C> extends FieldBinder<C> {
  /** The event's thread as an object, undefined where it has none; and its number, by which threads are told apart quickly. */
  thread(ctx: C): object | undefined;
  threadId(ctx: C): number;
  /** Changes whenever a value of scope 'thread' may have changed for that thread. */
  threadVersion(ctx: C): number;
}
