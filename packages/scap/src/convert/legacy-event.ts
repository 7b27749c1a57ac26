import { PPME_INFRASTRUCTURE_EVENT_E, PPME_NOTIFICATION_E } from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { EVENT_HEADER_SIZE, type EventView } from '../event-view.ts';
import { makeScratch, type Scratch } from './scratch.ts';

/** Bytes of the event header before it had a parameter count. */
export const LEGACY_HEADER_SIZE = EVENT_HEADER_SIZE - 4;

/** Longest event block that is accepted, with the four bytes that the count adds. */
const MAX_SIZE = 65536 + 4;

/** Bytes by which the writers of two event types overstated the length of their events. */
const OVERSTATED = 3;

/**
 * Gives events of the first block kinds the header of today: their parameter count is not stored, but follows from the
 * length of the event and the lengths of its parameters.
 */
export class LegacyEvents {
  private readonly scratch: Scratch;

  constructor() {
    this.scratch = makeScratch(MAX_SIZE);
  }

  /**
   * Puts the event whose header is at `at` of the view's memory, in a block that has `available` bytes from there, into
   * today's layout and moves the view onto it. False where its lengths make no sense. `type` must be in the table.
   */
  restore(evt: EventView, at: number, available: number, type: number): boolean {
    const overstated = type === PPME_NOTIFICATION_E || type === PPME_INFRASTRUCTURE_EVENT_E ? OVERSTATED : 0;
    const length = evt.data.getUint32(at + 16, true) - overstated;
    if (length < LEGACY_HEADER_SIZE || length > available || length + 4 > MAX_SIZE) return false;
    const nparams = countParams(evt.data, at + LEGACY_HEADER_SIZE, at + length, EVENTS[type]?.params.length ?? 0);
    if (nparams < 0) return false;
    const { bytes, data } = this.scratch;
    bytes.set(evt.bytes.subarray(at, at + LEGACY_HEADER_SIZE));
    bytes.set(evt.bytes.subarray(at + LEGACY_HEADER_SIZE, at + length), EVENT_HEADER_SIZE);
    data.setUint32(16, length + 4, true);
    data.setUint32(22, nparams, true);
    evt.bytes = bytes;
    evt.data = data;
    evt.offset = 0;
    evt.length = length + 4;
    evt.nparams = nparams;
    return true;
  }
}

/** The largest count, `most` at most, whose lengths and data fill `lengths`..`end` exactly; -1 where there is none. */
function countParams(data: DataView, lengths: number, end: number, most: number): number {
  for (let count = most; count >= 0; count--) {
    let at = lengths + 2 * count;
    if (at > end) continue;
    for (let i = 0; i < count; i++) at += data.getUint16(lengths + 2 * i, true);
    if (at === end) return count;
    // Fewer parameters can only fill less.
    if (at < end) return -1;
  }
  return -1;
}
