import type { ByteString } from '@saker/core/byte-string.ts';
import type { Bound as CompilerBound, Extract as CompilerExtract } from '@saker/rules/compile/field-source.ts';
import type { EventContext } from './event-context.ts';

export type { FieldScalar, FieldValue, Scope } from '@saker/rules/compile/field-source.ts';

/** Reads a field of the current event. Pure: called any number of times, in any order, for one event. */
export type Extract = CompilerExtract<EventContext>;

/** What stands in brackets: `evt.arg[1]`, `proc.aname[2]`, `proc.env[PATH]`; `evt.arg.name` has key "name". */
export interface FieldArg {
  readonly text: ByteString;
  /** The number, where the text is one. */
  readonly index?: number;
}

/** What a field is on events of one type: never there, a constant, or to be read. */
export type Bound = CompilerBound<EventContext>;

/** The implementation of one field of the catalogue. */
export interface FieldImpl {
  /** Name in the catalogue, without argument. */
  readonly name: string;
  /** Specialises the field to an argument and an event type (index into the event table; -1: any type). */
  bind(arg: FieldArg | undefined, eventType: number): Bound;
  /**
   * What conditions see, for fields that compare with something else than they print: `fd.ip` prints one address and
   * compares with both. A `read` bound with `any: true` yields an array, and comparisons look at its elements: mostly one
   * has to satisfy them, but what upstream makes of each operator is told by operators/elementwise.ts of the rules'
   * compiler. undefined satisfies nothing, an empty array only `exists`. Absent: conditions use {@link bind}.
   */
  bindCondition?(arg: FieldArg | undefined, eventType: number): Bound;
}

export const NEVER: Bound = { kind: 'never' };

/** Shorthand for fields that only read. */
export function reads(name: string, of: 'event' | 'thread' | 'tree', extract: Extract): FieldImpl {
  const bound: Bound = { kind: 'read', extract, of };
  return { name, bind: () => bound };
}
