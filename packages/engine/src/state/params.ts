// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import type { Interner } from '@saker/core/interner.ts';
import { EVENT_HEADER_SIZE, type EventView } from '@saker/scap/event-view.ts';

/** What text parameters hold that the kernel could not read. */
export const NA: ByteString = '<NA>';
/** How old captures wrote the same. */
const OLD_NULL = '(NULL)';

/** Return value of an exit event: its first parameter, of 4 or 8 bytes; 0 where it has another size. */
export function result(evt: EventView): number {
  const nparams = evt.nparams;
  if (nparams === 0) return 0;
  const data = evt.data;
  const lengths = evt.offset + EVENT_HEADER_SIZE;
  const length = data.getUint16(lengths, true);
  const at = lengths + evt.lengthSize * nparams;
  const low = length === 8 || length === 4 ? data.getInt32(at, true) : 0;
  if (length !== 8) return low;
  const high = data.getInt32(at + 4, true);
  // Small integers, which nearly all are, never become doubles.
  return high === low >> 31 ? low : high * 4294967296 + (low >>> 0);
}

/** A descriptor or process number; `missing` where the parameter is absent. */
export function idParam(evt: EventView, index: number, missing: number): number {
  if (index >= evt.nparams || evt.lengthSize !== 2) return missing;
  // Cheaper than locating all parameters up to it, where nothing else of the event is looked at.
  const data = evt.data;
  let entry = evt.offset + EVENT_HEADER_SIZE;
  let at = entry + 2 * evt.nparams;
  for (let i = index >> 1; i > 0; i--, entry += 4) {
    const pair = data.getInt32(entry, true);
    at += (pair & 0xffff) + (pair >>> 16);
  }
  if ((index & 1) !== 0) {
    at += data.getUint16(entry, true);
    entry += 2;
  }
  if (data.getUint16(entry, true) < 8) return missing;
  const low = data.getInt32(at, true);
  const high = data.getInt32(at + 4, true);
  return high === low >> 31 ? low : high * 4294967296 + (low >>> 0);
}

/** Whether the event carries anything in that parameter. */
export function hasParam(evt: EventView, index: number): boolean {
  return evt.paramLength(index) > 0;
}

/** u64 parameter: a number where it is exact, else a bigint; 0 where absent. */
export function numberOrBig(evt: EventView, index: number): number | bigint {
  const value = evt.u64(index, 0);
  return value <= Number.MAX_SAFE_INTEGER ? value : (evt.big(index) ?? 0);
}

const timeHalves = new Int32Array(2);
const time = new BigUint64Array(timeHalves.buffer);

/** Time of the event in ns since the epoch, with one allocation. */
export function timeOf(evt: EventView): bigint {
  timeHalves[0] = evt.tsLo;
  timeHalves[1] = evt.tsHi;
  return time[0] as bigint;
}

let lastHigh = 0;
let lastLow = 0;
let lastBig = 0n;

/** u64 parameter as bigint; 0 where absent. Values that come again (capabilities, inodes) are not made again. */
export function bigParam(evt: EventView, index: number): bigint {
  if (evt.paramLength(index) < 8) return 0n;
  const at = evt.paramOffset(index);
  const low = evt.data.getInt32(at, true);
  const high = evt.data.getInt32(at + 4, true);
  if (low === 0 && high === 0) return 0n;
  if (low !== lastLow || high !== lastHigh) {
    lastLow = low;
    lastHigh = high;
    lastBig = evt.data.getBigUint64(at, true);
  }
  return lastBig;
}

/** End of the text that begins at `at`: before its NUL. */
export function textEnd(evt: EventView, at: number, length: number): number {
  return evt.bytes[at + length - 1] === 0 ? at + length - 1 : at + length;
}

/** A text parameter; '<NA>' where it is absent, empty or marked unreadable. */
export function textParam(evt: EventView, index: number, interner: Interner): ByteString {
  const length = evt.paramLength(index);
  if (length <= 0) return NA;
  const at = evt.paramOffset(index);
  return textAt(evt, at, textEnd(evt, at, length), interner);
}

/** The text from `at` to `end` of the event's memory; '<NA>' where it is marked unreadable. */
export function textAt(evt: EventView, at: number, end: number, interner: Interner): ByteString {
  const text = interner.intern(evt.bytes, evt.data, at, end);
  return text === OLD_NULL ? NA : text;
}

/** A list parameter as it travelled, NULs included; '' where absent. */
export function listParam(evt: EventView, index: number, interner: Interner): ByteString {
  const length = evt.paramLength(index);
  if (length <= 0) return '';
  const at = evt.paramOffset(index);
  return interner.intern(evt.bytes, evt.data, at, at + length);
}
