import type { EventContext } from '../fields/event-context.ts';
import type { FieldValue } from '../fields/field.ts';
import { type Integer, unsignedDifference } from '../params/integers.ts';
import { eventTimes } from './event-times.ts';

/** JSON of an event's own time: a signed integer. */
function timestamp(ctx: EventContext): string {
  return eventTimes(ctx.evt).integer;
}

/** JSON of a time that a field read: a signed integer whatever the field's print format says. */
function signedInteger(_ctx: EventContext, value: FieldValue): string {
  return BigInt.asIntN(64, BigInt(value as Integer)).toString();
}

/** Fields whose JSON is not what their type says. */
export const SPECIAL_JSON: ReadonlyMap<string, (ctx: EventContext, value: FieldValue) => string> = new Map([
  ...['evt.time', 'evt.time.s', 'evt.time.iso8601', 'evt.datetime', 'evt.datetime.s', 'evt.outputtime'].map(
    (name) => [name, timestamp] as const,
  ),
  ...['evt.rawtime', 'evt.rawtime.s', 'evt.rawtime.ns', 'evt.reltime', 'evt.reltime.s', 'evt.reltime.ns'].map(
    (name) => [name, signedInteger] as const,
  ),
  ...['evt.latency', 'evt.latency.s', 'evt.latency.ns'].map((name) => [name, signedInteger] as const),
  // Falco asks for these twice in a row, and the second answer counts from the first.
  ...['evt.deltatime', 'evt.deltatime.s', 'evt.deltatime.ns'].map((name) => [name, () => '0'] as const),
  ...['thread.cpu', 'thread.cpu.user', 'thread.cpu.system'].map((name) => [name, () => '0.0'] as const),
]);

const SECOND = 1_000_000_000n;

/** What `evt.deltatime` and its kin make of a time difference in ns. */
const DELTAS: Readonly<Record<string, (ns: Integer) => Integer>> = {
  'evt.deltatime': (ns) => ns,
  'evt.deltatime.s': (ns) => Number(BigInt(ns) / SECOND),
  'evt.deltatime.ns': (ns) => Number(BigInt(ns) % SECOND),
};

/** How a text shows `evt.deltatime`: counted from the event that the same template printed before. */
export class DeltaClock {
  private lastHi = 0;
  private lastLo = 0;

  /** Difference to the last event that was printed, which the event at hand becomes. */
  tick(ctx: EventContext): Integer {
    const { tsHi, tsLo } = ctx.evt;
    const first = this.lastHi === 0 && this.lastLo === 0;
    const difference = first ? 0 : unsignedDifference(tsHi, tsLo, this.lastHi, this.lastLo);
    this.lastHi = tsHi;
    this.lastLo = tsLo;
    return difference;
  }
}

/** How a field is computed from {@link DeltaClock.tick}; undefined for all other fields. */
export function deltaOf(fieldName: string): ((ns: Integer) => Integer) | undefined {
  return DELTAS[fieldName];
}
