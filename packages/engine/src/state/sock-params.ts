import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventView } from '@saker/scap/event-view.ts';
import { isMappedIpv4 } from './inet-text.ts';
import { endText, tupleText } from './sock-info.ts';

/** Address families as events number them (PPM_AF_*). */
export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;
export const AF_NETLINK = 16;

/** A socket address: family byte, then address and port, or a path ending with NUL. */
export interface SockAddr {
  readonly family: number;
  readonly ip: ByteString;
  readonly port: number;
  readonly path: ByteString;
}

/** Both ends: family byte, then addresses and ports, or kernel addresses and the path. */
export interface SockTuple {
  readonly family: number;
  readonly sip: ByteString;
  readonly sport: number;
  readonly dip: ByteString;
  readonly dport: number;
  readonly source: bigint;
  readonly dest: bigint;
  readonly path: ByteString;
}

function port(raw: ByteString, at: number): number {
  return raw.charCodeAt(at) | (raw.charCodeAt(at + 1) << 8);
}

function u64(raw: ByteString, at: number): bigint {
  let value = 0n;
  for (let i = 7; i >= 0; i--) value = (value << 8n) | BigInt(raw.charCodeAt(at + i));
  return value;
}

function cString(raw: ByteString, at: number): ByteString {
  const end = raw.indexOf('\0', at);
  return end < 0 ? raw.slice(at) : raw.slice(at, end);
}

/** Decodes an address; undefined where it is empty or too short for its family. */
export function parseSockAddr(raw: ByteString): SockAddr | undefined {
  if (raw.length === 0) return undefined;
  const family = raw.charCodeAt(0);
  if (family === AF_INET) {
    return raw.length < 7 ? undefined : { family, ip: raw.slice(1, 5), port: port(raw, 5), path: '' };
  }
  if (family === AF_INET6) {
    return raw.length < 19 ? undefined : { family, ip: raw.slice(1, 17), port: port(raw, 17), path: '' };
  }
  if (family === AF_UNIX) {
    if (raw.length < 2 || raw.charCodeAt(raw.length - 1) !== 0) return undefined;
    return { family, ip: '', port: 0, path: cString(raw, 1) };
  }
  return { family, ip: '', port: 0, path: '' };
}

/** Decodes a tuple; undefined where it is empty or too short for its family. */
export function parseSockTuple(raw: ByteString): SockTuple | undefined {
  if (raw.length === 0) return undefined;
  const family = raw.charCodeAt(0);
  const none = { family, sip: '', sport: 0, dip: '', dport: 0, source: 0n, dest: 0n, path: '' };
  if (family === AF_INET) {
    if (raw.length < 13) return undefined;
    return { ...none, sip: raw.slice(1, 5), sport: port(raw, 5), dip: raw.slice(7, 11), dport: port(raw, 11) };
  }
  if (family === AF_INET6) {
    if (raw.length < 37) return undefined;
    return { ...none, sip: raw.slice(1, 17), sport: port(raw, 17), dip: raw.slice(19, 35), dport: port(raw, 35) };
  }
  if (family === AF_UNIX) {
    if (raw.length < 18 || raw.charCodeAt(raw.length - 1) !== 0) return undefined;
    return { ...none, source: u64(raw, 1), dest: u64(raw, 9), path: cString(raw, 17) };
  }
  return none;
}

/** How an address parameter prints. */
export function sockAddrText(address: SockAddr): ByteString {
  if (address.family === AF_UNIX) return address.path;
  if (address.family === AF_INET || address.family === AF_INET6) return endText(address.ip, address.port);
  return `family ${address.family}`;
}

/** How a tuple parameter prints. */
export function sockTupleText(tuple: SockTuple): ByteString {
  if (tuple.family === AF_UNIX) return unixName(tuple.source, tuple.dest, tuple.path);
  if (tuple.family === AF_INET) return tupleText(tuple.sip, tuple.sport, tuple.dip, tuple.dport);
  if (tuple.family === AF_INET6) {
    if (isMappedIpv4(tuple.sip) && isMappedIpv4(tuple.dip)) {
      return tupleText(tuple.sip.slice(12), tuple.sport, tuple.dip.slice(12), tuple.dport);
    }
    return tupleText(tuple.sip, tuple.sport, tuple.dip, tuple.dport);
  }
  return `family ${tuple.family}`;
}

/** `source->dest path`, addresses in hexadecimal. */
export function unixName(source: bigint, dest: bigint, path: ByteString): ByteString {
  return `${source.toString(16)}->${dest.toString(16)} ${path}`;
}

/** The bytes of a parameter; '' where absent. */
export function rawParam(evt: EventView, index: number): ByteString {
  return evt.buf(index) ?? '';
}
