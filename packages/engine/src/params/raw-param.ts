import type { ByteString } from '@saker/core/byte-string.ts';
import { PARAM_SIZES } from '@saker/scap/param-sizes.ts';
import type { EventInfo, ParamInfo, ParamType } from '@saker/schema/event-info.ts';
import { EVENTS } from '@saker/schema/events.ts';
import type { EventContext } from '../fields/event-context.ts';
import { type Integer, signed64, unsigned64 } from './integers.ts';
import { isText } from './param-types.ts';

/** The value of a parameter by its type: an integer for types of fixed size, else its bytes. */
export type RawParam = (ctx: EventContext) => Integer | ByteString | undefined;

type ReadInteger = (view: DataView, at: number) => Integer;

const u8: ReadInteger = (data, at) => data.getUint8(at);
const u16: ReadInteger = (data, at) => data.getUint16(at, true);
const u32: ReadInteger = (data, at) => data.getUint32(at, true);
const u64: ReadInteger = (data, at) => unsigned64(data.getUint32(at + 4, true), data.getUint32(at, true));
const i64: ReadInteger = (data, at) => signed64(data.getInt32(at + 4, true), data.getUint32(at, true));

const SIGNED: Readonly<Partial<Record<ParamType, ReadInteger>>> = {
  PT_INT8: (data, at) => data.getInt8(at),
  PT_INT16: (data, at) => data.getInt16(at, true),
  PT_INT32: (data, at) => data.getInt32(at, true),
  PT_FD32: (data, at) => data.getInt32(at, true),
  PT_PID32: (data, at) => data.getInt32(at, true),
  PT_INT64: i64,
  PT_ERRNO: i64,
  PT_FD: i64,
  PT_PID: i64,
};

function readInteger(type: ParamType): ReadInteger | undefined {
  const signed = SIGNED[type];
  if (signed !== undefined) return signed;
  switch (PARAM_SIZES[type]) {
    case 1:
      return u8;
    case 2:
      return u16;
    case 4:
      return type === 'PT_IPV4ADDR' ? undefined : u32;
    case 8:
      return u64;
    default:
      return undefined;
  }
}

/** How the raw value of parameter `index` of an event type is read; undefined where the event has none or it is empty. */
export function rawParam(eventType: number, index: number): RawParam {
  const { type } = (EVENTS[eventType] as EventInfo).params[index] as ParamInfo;
  if (isText(type)) return (ctx) => textParam(ctx, index);
  const read = readInteger(type);
  if (read === undefined) return (ctx) => (ctx.evt.paramLength(index) > 0 ? ctx.evt.buf(index) : undefined);
  const size = PARAM_SIZES[type];
  return (ctx) => (ctx.evt.paramLength(index) < size ? undefined : read(ctx.evt.data, ctx.evt.paramOffset(index)));
}

/** A text parameter up to its NUL; "<NA>" where it is empty or says "(NULL)"; undefined where the event has none. */
export function textParam(ctx: EventContext, index: number): ByteString | undefined {
  const length = ctx.evt.paramLength(index);
  if (length < 0) return undefined;
  const text = ctx.evt.str(index);
  return text === undefined || text === '(NULL)' ? '<NA>' : text;
}
