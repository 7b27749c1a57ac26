import type { EventView } from '@saker/scap/event-view.ts';
import { clockText, eventTime, isoText, localOffset, zuluText } from '../params/times.ts';

/** How alerts show the time of their event. */
export interface EventTimes {
  /** `HH:MM:SS.nnnnnnnnn`, local time. */
  readonly clock: string;
  /** `YYYY-MM-DDTHH:MM:SS.nnnnnnnnn+0000` */
  readonly iso: string;
  /** `YYYY-MM-DDTHH:MM:SS.nnnnnnnnnZ` */
  readonly zulu: string;
  /** ns since the epoch, as a signed integer. */
  readonly integer: string;
}

let lastHi = 0;
let lastLo = 0;
let last: EventTimes | undefined;

/** Times of the event at hand. The last result is kept: several rules may alert on one event. */
export function eventTimes(view: EventView): EventTimes {
  if (last !== undefined && view.tsHi === lastHi && view.tsLo === lastLo) return last;
  const time = eventTime(view);
  last = {
    clock: clockText(time, localOffset(), false, true),
    iso: isoText(time),
    zulu: zuluText(time),
    integer: BigInt.asIntN(64, view.ts()).toString(),
  };
  lastHi = view.tsHi;
  lastLo = view.tsLo;
  return last;
}
