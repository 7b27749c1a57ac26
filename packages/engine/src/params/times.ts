import type { EventView } from '@saker/scap/event-view.ts';

const SECOND = 1_000_000_000n;

/** Seconds since the epoch and nanoseconds of an event. */
export interface EventTime {
  readonly seconds: number;
  readonly nanoseconds: number;
}

export function splitTime(ts: bigint): EventTime {
  return { seconds: Number(ts / SECOND), nanoseconds: Number(ts % SECOND) };
}

export function eventTime(view: EventView): EventTime {
  return splitTime(view.ts());
}

/** Seconds that local time (TZ of the environment) is ahead of UTC now: Falco shifts all event times by it. */
export function localOffset(): number {
  return -60 * new Date().getTimezoneOffset();
}

/** `HH:MM:SS`, with `date` `YYYY-MM-DD HH:MM:SS`, with `fraction` nine more digits after a dot. */
export function clockText(time: EventTime, offset: number, date: boolean, fraction: boolean): string {
  const text = new Date((time.seconds + offset) * 1000).toISOString();
  const day = date ? `${text.slice(0, 10)} ` : '';
  return `${day}${text.slice(11, 19)}${fraction ? nanoText(time.nanoseconds) : ''}`;
}

/** `YYYY-MM-DDTHH:MM:SS.nnnnnnnnn+0000`. */
export function isoText(time: EventTime): string {
  return `${utcSeconds(time)}${nanoText(time.nanoseconds)}+0000`;
}

/** `YYYY-MM-DDTHH:MM:SS.nnnnnnnnnZ`: the `time` of JSON alerts. */
export function zuluText(time: EventTime): string {
  return `${utcSeconds(time)}${nanoText(time.nanoseconds)}Z`;
}

/** `YYYY-MM-DD HH:MM:SS.nnnnnnnnn` in the time zone of the environment, with the offset of that day. */
export function localDateText(ts: bigint): string {
  const time = splitTime(ts);
  const offset = -60 * new Date(time.seconds * 1000).getTimezoneOffset();
  return clockText(time, offset, true, true);
}

function utcSeconds(time: EventTime): string {
  return new Date(time.seconds * 1000).toISOString().slice(0, 19);
}

function nanoText(nanoseconds: number): string {
  return `.${String(nanoseconds).padStart(9, '0')}`;
}
