import type { Bytes } from '@saker/core/bytes.ts';
import { DYNAMIC_PARAMS, type DynamicVariant } from '@saker/schema/dynamic-params.ts';
import type { ParamInfo, ParamType } from '@saker/schema/event-info.ts';
import { BlockCursor } from '../blocks/block-cursor.ts';
import type { ByteWriter } from '../byte-writer.ts';
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  type ParamValue,
  type PolledFd,
  type SocketAddress,
  type SocketTuple,
  type VariantValue,
} from './param-value.ts';

/** How values of one type lie in an event. A decoder may read too little or too much: the caller then keeps the raw bytes. */
interface Codec {
  decode(c: BlockCursor, param: ParamInfo): ParamValue;
  encode(w: ByteWriter, value: ParamValue, param: ParamInfo): void;
}

/** The value of `length` bytes from `at`. */
export function decodeParam(bytes: Bytes, data: DataView, at: number, length: number, param: ParamInfo): ParamValue {
  if (length === 0) return undefined;
  const cursor = new BlockCursor(bytes, data, at, at + length);
  const value = CODECS[param.type].decode(cursor, param);
  return cursor.failed || cursor.left > 0 ? { raw: bytes.latin1Slice(at, at + length) } : value;
}

/** Appends the bytes of a value, which must be of the parameter's type; `type` overrides it for variants. */
export function encodeParam(w: ByteWriter, value: ParamValue, param: ParamInfo, type: ParamType = param.type): void {
  if (value === undefined) return;
  if (typeof value === 'object' && 'raw' in value) w.raw(value.raw);
  else CODECS[type].encode(w, value, param);
}

const u8: Codec = { decode: (c) => c.u8(), encode: (w, v) => w.u8(Number(v)) };
const u16: Codec = { decode: (c) => c.u16(), encode: (w, v) => w.u16(Number(v)) };
const u32: Codec = { decode: (c) => c.u32(), encode: (w, v) => w.u32(Number(v)) };
const i8: Codec = { decode: (c) => (c.u8() << 24) >> 24, encode: u8.encode };
const i16: Codec = { decode: (c) => (c.u16() << 16) >> 16, encode: u16.encode };
const i32: Codec = { decode: (c) => c.u32() | 0, encode: u32.encode };
const u64: Codec = { decode: (c) => compact(c.u64()), encode: (w, v) => w.u64(whole(v)) };
const i64: Codec = { decode: (c) => compact(BigInt.asIntN(64, c.u64())), encode: u64.encode };
const f64: Codec = { decode: (c) => (c.left < 8 ? fail(c) : float(c)), encode: (w, v) => w.f64(Number(v)) };
const text: Codec = {
  decode: (c) => {
    const all = c.raw(c.left);
    return all.charCodeAt(all.length - 1) === 0 ? all.slice(0, -1) : { raw: all };
  },
  encode: (w, v) => {
    w.raw(String(v));
    w.u8(0);
  },
};
const buffer: Codec = { decode: (c) => c.raw(c.left), encode: (w, v) => w.raw(String(v)) };
const texts: Codec = {
  decode: (c) => {
    const all = c.raw(c.left);
    return all.charCodeAt(all.length - 1) === 0 ? all.slice(0, -1).split('\0') : { raw: all };
  },
  encode: (w, v) => {
    for (const item of v as readonly string[]) text.encode(w, item, NO_PARAM);
  },
};
const polled: Codec = {
  decode: (c) => {
    const list: PolledFd[] = [];
    for (let count = c.u16(); count > 0 && !c.failed; count--) {
      list.push({ fd: c.i64(), flags: (c.u16() << 16) >> 16 });
    }
    return list;
  },
  encode: (w, v) => {
    const list = v as readonly PolledFd[];
    w.u16(list.length);
    for (const { fd, flags } of list) {
      w.u64(fd);
      w.u16(flags);
    }
  },
};
const address: Codec = {
  decode: (c): SocketAddress => {
    const family = c.u8();
    if (family === AF_INET) return { family, ip: c.raw(4), port: c.u16() };
    if (family === AF_INET6) return { family, ip: c.raw(16), port: c.u16() };
    return family === AF_UNIX ? { family, path: closed(c) } : { family };
  },
  encode: (w, v) => {
    const { family, ip = '', port = 0, path = '' } = v as SocketAddress;
    w.u8(family);
    if (family === AF_UNIX) text.encode(w, path, NO_PARAM);
    if (family === AF_INET || family === AF_INET6) {
      w.raw(ip);
      w.u16(port);
    }
  },
};
const tuple: Codec = {
  decode: (c): SocketTuple => {
    const family = c.u8();
    if (family === AF_UNIX) return { family, source: c.u64(), dest: c.u64(), path: closed(c) };
    if (family !== AF_INET && family !== AF_INET6) return { family };
    const width = family === AF_INET ? 4 : 16;
    return { family, sip: c.raw(width), sport: c.u16(), dip: c.raw(width), dport: c.u16() };
  },
  encode: (w, v) => {
    const { family, source = 0n, dest = 0n, path = '', sip = '', sport = 0, dip = '', dport = 0 } = v as SocketTuple;
    w.u8(family);
    if (family === AF_UNIX) {
      w.u64(source);
      w.u64(dest);
      text.encode(w, path, NO_PARAM);
    }
    if (family === AF_INET || family === AF_INET6) {
      w.raw(sip);
      w.u16(sport);
      w.raw(dip);
      w.u16(dport);
    }
  },
};
const variant: Codec = {
  decode: (c, param) => {
    const index = c.u8();
    const type = variantType(param, index);
    if (type === undefined) return fail(c);
    return { variant: index, value: c.left === 0 ? undefined : CODECS[type].decode(c, param) };
  },
  encode: (w, v, param) => {
    const { variant: index, value } = v as VariantValue;
    const type = variantType(param, index);
    if (type === undefined) throw new Error(`${param.name} has no variant ${index}`);
    w.u8(index);
    encodeParam(w, value, param, type);
  },
};

const NO_PARAM: ParamInfo = { name: '', type: 'PT_CHARBUF', format: 'PF_NA' };

const CODECS: Readonly<Record<ParamType, Codec>> = {
  PT_INT8: i8,
  PT_INT16: i16,
  PT_INT32: i32,
  PT_INT64: i64,
  PT_UINT8: u8,
  PT_UINT16: u16,
  PT_UINT32: u32,
  PT_UINT64: u64,
  PT_CHARBUF: text,
  PT_BYTEBUF: buffer,
  PT_ERRNO: i64,
  PT_SOCKADDR: address,
  PT_SOCKTUPLE: tuple,
  PT_FD: i64,
  PT_PID: i64,
  PT_FDLIST: polled,
  PT_FSPATH: text,
  PT_SYSCALLID: u16,
  PT_SIGTYPE: u8,
  PT_RELTIME: u64,
  PT_ABSTIME: u64,
  PT_PORT: u16,
  PT_L4PROTO: u8,
  PT_SOCKFAMILY: u8,
  PT_BOOL: u32,
  PT_IPV4ADDR: buffer,
  PT_DYN: variant,
  PT_FLAGS8: u8,
  PT_FLAGS16: u16,
  PT_FLAGS32: u32,
  PT_UID: u32,
  PT_GID: u32,
  PT_DOUBLE: f64,
  PT_SIGSET: u32,
  PT_CHARBUFARRAY: texts,
  PT_CHARBUF_PAIR_ARRAY: texts,
  PT_IPV4NET: buffer,
  PT_IPV6ADDR: buffer,
  PT_IPV6NET: buffer,
  PT_IPADDR: buffer,
  PT_IPNET: buffer,
  PT_MODE: u32,
  PT_FSRELPATH: text,
  PT_ENUMFLAGS8: u8,
  PT_ENUMFLAGS16: u16,
  PT_ENUMFLAGS32: u32,
  PT_FD32: i32,
  PT_PID32: i32,
};

function variantType(param: ParamInfo, index: number): ParamType | undefined {
  const tables: Readonly<Record<string, readonly DynamicVariant[]>> = DYNAMIC_PARAMS;
  return tables[param.values ?? '']?.[index]?.type;
}

function compact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function whole(value: ParamValue): number | bigint {
  return typeof value === 'bigint' ? value : Number(value);
}

/** The rest of the parameter, which ends with a NUL. */
function closed(c: BlockCursor): string {
  const all = c.raw(c.left);
  if (all.charCodeAt(all.length - 1) === 0) return all.slice(0, -1);
  c.failed = true;
  return '';
}

function float(c: BlockCursor): number {
  const value = c.data.getFloat64(c.at, true);
  c.at += 8;
  return value;
}

function fail(c: BlockCursor): undefined {
  c.failed = true;
  return undefined;
}
