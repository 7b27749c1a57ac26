import type { Bytes } from '@saker/core/bytes.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { ByteWriter } from '../byte-writer.ts';
import { EVENT_HEADER_SIZE, EventView } from '../event-view.ts';
import { encodeParam } from './param-codec.ts';
import type { ParamValue } from './param-value.ts';

/** What an event says. */
export interface EventInput {
  readonly type: number;
  /** ns since the epoch. */
  readonly ts: bigint;
  readonly tid: number;
  /** By the table's parameter names; those left out become empty. */
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Writes only the first parameters, as old writers did. Default: all of the table. */
  readonly nparams?: number;
}

/**
 * The event in the layout of captures and of the ring buffer.
 * Throws on what only a mistake in the caller can bring about: unknown type or parameter, value too long for its length field.
 */
export function encodeEvent(input: EventInput): Bytes {
  const info = EVENTS[input.type];
  if (info === undefined) throw new Error(`event type ${input.type} is not in the table`);
  const known = info.params.slice(0, input.nparams);
  for (const name of Object.keys(input.params)) {
    if (!known.some((p) => p.name === name)) throw new Error(`${info.enum} has no parameter ${name}`);
  }
  const large = info.flags.includes('EF_LARGE_PAYLOAD');
  const w = new ByteWriter(512);
  w.u64(input.ts);
  w.u64(input.tid);
  w.u32(0);
  w.u16(input.type);
  w.u32(known.length);
  w.zeros(known.length * (large ? 4 : 2));
  for (const [i, param] of known.entries()) {
    const start = w.at;
    encodeParam(w, input.params[param.name], param);
    const length = w.at - start;
    if (large) w.data.setUint32(EVENT_HEADER_SIZE + 4 * i, length, true);
    else if (length <= 0xffff) w.data.setUint16(EVENT_HEADER_SIZE + 2 * i, length, true);
    else throw new Error(`${info.enum}: ${param.name} has ${length} bytes`);
  }
  w.data.setUint32(16, w.at, true);
  return w.written();
}

/** A view on an event of its own, for tests and for events that do not come from a reader. `num` and `cpu` are 0. */
export function viewEvent(bytes: Bytes): EventView {
  const evt = new EventView();
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  evt.bytes = bytes;
  evt.data = data;
  evt.tsLo = data.getInt32(0, true);
  evt.tsHi = data.getInt32(4, true);
  evt.tid = Number(data.getBigInt64(8, true));
  evt.length = data.getUint32(16, true);
  evt.type = data.getUint16(20, true);
  evt.nparams = data.getUint32(22, true);
  evt.lengthSize = EVENTS[evt.type]?.flags.includes('EF_LARGE_PAYLOAD') ? 4 : 2;
  return evt;
}
