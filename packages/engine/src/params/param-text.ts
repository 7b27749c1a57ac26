import type { ByteString } from '@saker/core/byte-string.ts';
import { PARAM_SIZES } from '@saker/scap/param-sizes.ts';
import { DYNAMIC_PARAMS, type DynamicVariant } from '@saker/schema/dynamic-params.ts';
import type { EventInfo, ParamInfo, ParamType, PrintFormat } from '@saker/schema/event-info.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { SYSCALL_CODES } from '@saker/schema/syscall-codes.ts';
import { VALUES } from '@saker/schema/values.ts';
import type { EventContext } from '../fields/event-context.ts';
import { joinPath } from '../state/path.ts';
import { sockaddrText, sockTupleText } from './address-text.ts';
import { type BufferFormat, bufferText } from './buffer-text.ts';
import { directoryOf } from './directory.ts';
import { errnoName } from './errno-names.ts';
import { fdListText, fdText } from './fd-text.ts';
import { enumNames, flagNames, modeNames, type NameTable } from './flag-names.ts';
import { generalText } from './floats.ts';
import { type Integer, signed64, signedText, unsigned64 } from './integers.ts';
import { signalName } from './signal-names.ts';
import { localDateText } from './times.ts';

/**
 * Text of a parameter that is present and not empty: `at` and `length` are its bytes in the event. Two forms, as in
 * `fd=3(<f>/etc/passwd)`: the plain one, and what it stands for ('' where there is nothing to say).
 */
export interface ParamText {
  plain(ctx: EventContext, at: number, length: number): ByteString;
  meaning(ctx: EventContext, at: number, length: number): ByteString;
}

interface ParamPlace {
  readonly event: EventInfo;
  readonly index: number;
  readonly info: ParamInfo;
  readonly format: PrintFormat;
  readonly buffers: BufferFormat;
}

type Maker = (place: ParamPlace) => ParamText;
type Read = (ctx: EventContext, at: number, length: number) => ByteString;

const nothing: Read = () => '';
const unavailable: ParamText = { plain: () => '(n.a.)', meaning: nothing };

/** How the parameter `index` of an event type prints. */
export function paramText(eventType: number, index: number, buffers: BufferFormat): ParamText {
  const event = EVENTS[eventType] as EventInfo;
  const info = event.params[index] as ParamInfo;
  return make(info.type, { event, index, info, format: info.format, buffers });
}

function make(type: ParamType, place: ParamPlace): ParamText {
  return MAKERS[type]?.(place) ?? unavailable;
}

function read8(ctx: EventContext, at: number): number {
  return ctx.evt.data.getUint8(at);
}
function read16(ctx: EventContext, at: number): number {
  return ctx.evt.data.getUint16(at, true);
}
function read32(ctx: EventContext, at: number): number {
  return ctx.evt.data.getUint32(at, true);
}
function readSigned64(ctx: EventContext, at: number): Integer {
  return signed64(ctx.evt.data.getInt32(at + 4, true), ctx.evt.data.getUint32(at, true));
}
function readUnsigned64(ctx: EventContext, at: number): Integer {
  return unsigned64(ctx.evt.data.getUint32(at + 4, true), ctx.evt.data.getUint32(at, true));
}

/** Integers print their bits as signed numbers, whatever the parameter's type says; small unsigned ones fit anyway. */
function integer(bits: 8 | 16 | 32 | 64, read: (ctx: EventContext, at: number) => Integer): Maker {
  return ({ format }) => ({ plain: (ctx, at) => signedText(read(ctx, at), bits, format), meaning: nothing });
}

const descriptor: Maker = () => ({
  plain: (ctx, at) => String(readSigned64(ctx, at)),
  meaning: (ctx, at) => fdText(ctx, readSigned64(ctx, at)),
});

const process: Maker = () => ({
  plain: (ctx, at) => String(readSigned64(ctx, at)),
  meaning: (ctx, at) => ctx.state.thread(Number(readSigned64(ctx, at)))?.comm ?? '',
});

const errno: Maker = () => ({
  plain: (ctx, at) => String(readSigned64(ctx, at)),
  meaning: (ctx, at) => {
    const value = readSigned64(ctx, at);
    if (value >= 0) return '';
    return errnoName(-(typeof value === 'number' ? value | 0 : Number(BigInt.asIntN(32, value))));
  },
});

function cText(ctx: EventContext, at: number, length: number): ByteString {
  const bytes = ctx.evt.bytes;
  let end = at;
  while (end < at + length && bytes[end] !== 0) end++;
  const text = bytes.latin1Slice(at, end);
  return text === '(NULL)' ? '<NA>' : text;
}

const text: Maker = () => ({ plain: cText, meaning: nothing });

const path: Maker = ({ event, index }) => ({
  plain: cText,
  meaning: (ctx, at, length) => {
    const name = cText(ctx, at, length);
    if (name === '' || name === '<NA>' || name.charCodeAt(0) === 0x2f || ctx.thread === undefined) return '';
    return joinPath(directoryOf(ctx, ctx.thread, event, index), name);
  },
});

const buffer: Maker = ({ buffers }) => ({
  plain: (ctx, at, length) => bufferText(ctx.evt.bytes.latin1Slice(at, at + length), buffers),
  meaning: nothing,
});

const syscall: Maker = () => ({
  plain: (ctx, at) => (SYSCALL_CODES[read16(ctx, at)] === undefined ? '<unknown syscall>' : String(read16(ctx, at))),
  meaning: (ctx, at) => SYSCALL_CODES[read16(ctx, at)] ?? '',
});

const signal: Maker = () => ({
  plain: (ctx, at) => String(read8(ctx, at)),
  meaning: (ctx, at) => signalName(read8(ctx, at)),
});

const NO_TIME = 0xffffffffffffffffn;

const duration: Maker = () => ({
  plain: (ctx, at) => {
    const value = readUnsigned64(ctx, at);
    return value === NO_TIME ? 'none' : String(value);
  },
  meaning: (ctx, at) => {
    const value = readUnsigned64(ctx, at);
    return value === NO_TIME ? '' : `${generalText(Number(value) / 1e9)}s`;
  },
});

const date: Maker = () => ({
  plain: (ctx, at) => localDateText(ctx.evt.data.getBigUint64(at, true)),
  meaning: nothing,
});

type Names = (table: NameTable, value: number) => ByteString;

/** Names of values seen so far, per table; bounded, because values come from outside. */
const MAX_CACHED_NAMES = 4096;

function cachedNames(table: NameTable, names: Names): (value: number) => ByteString {
  const cache = new Map<number, ByteString>();
  return (value) => {
    let result = cache.get(value);
    if (result === undefined) {
      result = names(table, value);
      if (cache.size < MAX_CACHED_NAMES) cache.set(value, result);
    }
    return result;
  };
}

function tableOf(info: ParamInfo): NameTable {
  return (VALUES as Readonly<Record<string, NameTable>>)[info.values ?? ''] ?? [];
}

function named(read: (ctx: EventContext, at: number) => number, names: Names): Maker {
  return ({ info }) => {
    const lookup = cachedNames(tableOf(info), names);
    return { plain: (ctx, at) => String(read(ctx, at)), meaning: (ctx, at) => lookup(read(ctx, at)) };
  };
}

const mode: Maker = ({ info, format }) => {
  const lookup = cachedNames(tableOf(info), modeNames);
  return {
    plain: (ctx, at) => signedText(read32(ctx, at) | 0, 32, format),
    meaning: (ctx, at) => lookup(read32(ctx, at)),
  };
};

const NOBODY = 0xffffffff;

/** User and group ids: the name comes from the container that the thread is in. */
function owner(name: (ctx: EventContext, container: ByteString, id: number) => ByteString | undefined): Maker {
  return () => ({
    plain: (ctx, at) => String(read32(ctx, at) | 0),
    meaning: (ctx, at) => {
      const id = read32(ctx, at);
      if (id === NOBODY) return '<NONE>';
      const found = ctx.thread === undefined ? undefined : name(ctx, ctx.thread.containerId, id);
      return found === undefined || found === '' ? '<NA>' : found;
    },
  });
}

/** Signals 1 to 32 as a set of bits. */
const signals: Maker = () => ({
  plain: (ctx, at) => {
    const set = read32(ctx, at);
    const names: string[] = [];
    for (let i = 0; i < 32; i++) if ((set & (1 << i)) !== 0 && signalName(i + 1) !== '') names.push(signalName(i + 1));
    return names.join(' ');
  },
  meaning: nothing,
});

/** The first byte says which variant the rest is. */
const dynamic: Maker = (place) => {
  const variants: readonly DynamicVariant[] =
    (DYNAMIC_PARAMS as Readonly<Record<string, readonly DynamicVariant[]>>)[place.info.values ?? ''] ?? [];
  const texts = variants.map((v) => sized(make(v.type, place), PARAM_SIZES[v.type]));
  return {
    plain: (ctx, at, length) => texts[read8(ctx, at)]?.plain(ctx, at + 1, length - 1) ?? 'INVALID DYNAMIC PARAMETER',
    meaning: (ctx, at, length) => texts[read8(ctx, at)]?.meaning(ctx, at + 1, length - 1) ?? '',
  };
};

/** Falls back where the bytes are too few for the type. */
function sized(param: ParamText, size: number): ParamText {
  return {
    plain: (ctx, at, length) => (length < size ? unavailable : param).plain(ctx, at, length),
    meaning: (ctx, at, length) => (length < size ? unavailable : param).meaning(ctx, at, length),
  };
}

const MAKERS: Readonly<Partial<Record<ParamType, Maker>>> = {
  PT_INT8: integer(8, (ctx, at) => ctx.evt.data.getInt8(at)),
  PT_INT16: integer(16, (ctx, at) => ctx.evt.data.getInt16(at, true)),
  PT_INT32: integer(32, (ctx, at) => ctx.evt.data.getInt32(at, true)),
  PT_INT64: integer(64, readSigned64),
  PT_UINT8: integer(8, read8),
  PT_UINT16: integer(16, read16),
  PT_UINT32: integer(32, (ctx, at) => ctx.evt.data.getInt32(at, true)),
  PT_UINT64: integer(64, readSigned64),
  PT_FD: descriptor,
  PT_PID: process,
  PT_ERRNO: errno,
  PT_CHARBUF: text,
  PT_FSPATH: path,
  PT_FSRELPATH: path,
  PT_BYTEBUF: buffer,
  PT_SOCKADDR: () => ({ plain: (ctx, at, length) => sockaddrText(ctx.evt, at, length), meaning: nothing }),
  PT_SOCKTUPLE: () => ({ plain: (ctx, at, length) => sockTupleText(ctx.evt, at, length), meaning: nothing }),
  PT_FDLIST: () => ({ plain: fdListText, meaning: nothing }),
  PT_SYSCALLID: syscall,
  PT_SIGTYPE: signal,
  PT_SIGSET: signals,
  PT_RELTIME: duration,
  PT_ABSTIME: date,
  PT_FLAGS8: named(read8, flagNames),
  PT_FLAGS16: named(read16, flagNames),
  PT_FLAGS32: named(read32, flagNames),
  PT_ENUMFLAGS8: named(read8, enumNames),
  PT_ENUMFLAGS16: named(read16, enumNames),
  PT_ENUMFLAGS32: named(read32, enumNames),
  PT_MODE: mode,
  PT_UID: owner((ctx, container, id) => ctx.state.user(container, id)?.name),
  PT_GID: owner((ctx, container, id) => ctx.state.group(container, id)?.name),
  PT_DYN: dynamic,
};
