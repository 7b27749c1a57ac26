import type { ByteString } from '@saker/core/byte-string.ts';
import { PPME_GENERIC_E, PPME_GENERIC_X } from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { SYSCALL_CODES } from '@saker/schema/syscall-codes.ts';
import type { Expr } from '../language/ast.ts';
import { type CodeSet, type CodeUniverse, conditionCodes } from './code-analysis.ts';

export type EventTypesResult =
  | {
      readonly ok: true;
      /** Event type numbers (PPME_*) that the condition can be true for. */
      readonly types: ReadonlySet<number>;
    }
  /** Falco ends with this text (a field or transformer compared with evt.type). */
  | { readonly ok: false; readonly message: string };

/**
 * The event types a condition can match, as Falco computes it: this is what rules are indexed by, so it decides what a
 * rule sees. Asynchronous events (PPME_ASYNCEVENT_E) are delivered to every rule beside these.
 * Above 100 types LOAD_NO_EVTTYPE is due.
 */
export function conditionEventTypes(expr: Expr): EventTypesResult {
  const result = conditionCodes(expr, EVENT_TYPE_UNIVERSE);
  return result.ok ? { ok: true, types: members(result.codes) } : result;
}

const ALL_TYPES: CodeSet = (1n << BigInt(EVENTS.length)) - 1n;
const GENERIC: CodeSet = bit(PPME_GENERIC_E) | bit(PPME_GENERIC_X);

/** Types by event name; generic events have none of their own. */
const TYPES_BY_NAME: ReadonlyMap<string, CodeSet> = typesByName();
const SYSCALL_NAMES: ReadonlySet<string> = new Set(SYSCALL_CODES);

export const EVENT_TYPE_UNIVERSE: CodeUniverse = { all: ALL_TYPES, codesOf: typesOfNames };

/**
 * Events of a name, in all their versions. Names of system calls without an event of their own stand for the generic
 * events.
 */
function typesOfNames(names: readonly ByteString[]): CodeSet {
  let types = 0n;
  for (const name of names) types |= TYPES_BY_NAME.get(name) ?? (SYSCALL_NAMES.has(name) ? GENERIC : 0n);
  return types;
}

function typesByName(): Map<string, CodeSet> {
  const byName = new Map<string, CodeSet>();
  for (const { type, name } of EVENTS) {
    if (type > PPME_GENERIC_X) byName.set(name, (byName.get(name) ?? 0n) | bit(type));
  }
  return byName;
}

export function bit(code: number): CodeSet {
  return 1n << BigInt(code);
}

function members(codes: CodeSet): ReadonlySet<number> {
  const found = new Set<number>();
  // Digit by digit: shifting a bigint for every member would be quadratic.
  const digits = codes.toString(2);
  for (let i = digits.length - 1; i >= 0; i--) if (digits.charAt(i) === '1') found.add(digits.length - 1 - i);
  return found;
}

/** The members of a set of codes, ascending. */
export function codesIn(codes: CodeSet): readonly number[] {
  return [...members(codes)];
}
