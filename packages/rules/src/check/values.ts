import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import { portOfService } from '@saker/schema/services.ts';
import { maskAddress, parseIpv4, parseIpv6 } from './addresses.ts';
import { scanSigned, scanUnsigned } from './numbers.ts';
import type { Constant, ValueType } from './typed.ts';

export type ValueResult =
  | { readonly ok: true; readonly value: Constant }
  | { readonly ok: false; readonly message: string; readonly fatal?: boolean };

type Convert = (text: ByteString) => ValueResult;

/** Longest text that a value may have, its terminator included. */
const MAX_VALUE_SIZE = 256;

/** Converts the text of a value to a constant of `type`. Messages are Falco's. */
export function convertValue(text: ByteString, type: ValueType): ValueResult {
  const convert = CONVERSIONS[type];
  if (type !== 'BYTEBUF' && text.includes('\0')) {
    return bad('filter error: filter value cannot contain a NUL byte (\\x00)');
  }
  return convert === undefined ? bad(`wrong parameter type ${TYPE_NUMBERS[type] ?? 0}`) : convert(text);
}

/**
 * A value of `evt.rawarg`: as {@link convertValue}, but buffers are refused (Falco names the number of the type in its
 * message).
 */
export function convertRawArgValue(text: ByteString, type: ValueType): ValueResult {
  if (type !== 'BYTEBUF') return convertValue(text, type);
  if (text.includes('\0')) return convertValue(text, 'CHARBUF');
  return bad(`wrong parameter type ${TYPE_NUMBERS.BYTEBUF}`);
}

/** The bytes that a string of hexadecimal digits spells, or undefined. */
export function unhex(text: ByteString): ByteString | undefined {
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(text)) return undefined;
  let bytes = '';
  for (let i = 0; i < text.length; i += 2) bytes += String.fromCharCode(Number.parseInt(text.slice(i, i + 2), 16));
  return bytes;
}

function bad(message: string): ValueResult {
  return { ok: false, message };
}

function notANumber(text: ByteString): ValueResult {
  return bad(`${bytesToUtf8(text)} is not a valid number`);
}

function unsigned(bits: 8 | 16 | 32 | 64): Convert {
  return (text) => {
    const value = scanUnsigned(text, bits);
    return value === undefined ? notANumber(text) : { ok: true, value };
  };
}

function signed(bits: 8 | 16 | 32 | 64): Convert {
  return (text) => {
    const value = scanSigned(text, bits);
    return value === undefined ? notANumber(text) : { ok: true, value };
  };
}

function text(value: ByteString): ValueResult {
  if (value.length < MAX_VALUE_SIZE) return { ok: true, value };
  const sizes = `used=${value.length + 1}, available=${MAX_VALUE_SIZE}`;
  return bad(`filter parameter too long (${sizes}):${bytesToUtf8(value)}`);
}

function buffer(value: ByteString): ValueResult {
  return value.length < MAX_VALUE_SIZE ? { ok: true, value } : bad('filter parameter too long (byte buf)');
}

function bool(text: ByteString): ValueResult {
  if (text === 'true' || text === 'false') return { ok: true, value: text === 'true' };
  return bad(`filter error: unrecognized boolean value ${bytesToUtf8(text)}`);
}

/** A number that wraps to 16 bits, or the name of a service; empty is 0. */
function port(text: ByteString): ValueResult {
  if (/^[0-9]*$/.test(text)) {
    const number = text === '' ? 0 : Number(text);
    // Falco ends on this one instead of reporting it.
    if (number > 0x7fffffff) return { ok: false, message: 'stoi', fatal: true };
    return { ok: true, value: number & 0xffff };
  }
  const value = portOfService(text);
  return value === undefined ? bad(`unrecognized protocol ${bytesToUtf8(text)}`) : { ok: true, value };
}

function ipv4(text: ByteString): ValueResult {
  const value = parseIpv4(text);
  return value === undefined ? bad(`unrecognized IPv4 address ${bytesToUtf8(text)}`) : { ok: true, value };
}

function ipv6(text: ByteString): ValueResult {
  const value = parseIpv6(text);
  return value === undefined ? bad(`unrecognized IPv6 address ${bytesToUtf8(text)}`) : { ok: true, value };
}

function ipv4Net(text: ByteString): ValueResult {
  if (!text.includes('/')) return bad(`unrecognized IP network ${bytesToUtf8(text)}`);
  const [ip, mask] = splitNet(text);
  const address = parseIpv4(ip);
  if (address === undefined) return bad(`unrecognized IP address ${bytesToUtf8(text)}`);
  const bits = scanUnsigned(mask, 8);
  if (bits === undefined) return notANumber(mask);
  if (Number(bits) > 32) return bad(`invalid netmask ${bytesToUtf8(mask)}`);
  return net(address, Number(bits));
}

function ipv6Net(text: ByteString): ValueResult {
  if (!text.includes('/')) return bad(`invalid v6 netmask: ${bytesToUtf8(text)}`);
  const [ip, mask] = splitNet(text);
  const address = parseIpv6(ip);
  if (address === undefined) return bad(`unrecognized IPv6 address ${bytesToUtf8(text)}`);
  const bits = scanUnsigned(mask, 8);
  if (bits === undefined) return notANumber(mask);
  if (Number(bits) === 0 || Number(bits) > 128) return bad(`invalid v6 netmask ${bytesToUtf8(mask)}`);
  return net(address, Number(bits));
}

/** Address and mask: what is before the first slash, and the rest of the line behind it. */
function splitNet(text: ByteString): readonly [ip: ByteString, mask: ByteString] {
  const slash = text.indexOf('/');
  const lineEnd = text.indexOf('\n', slash);
  return [text.slice(0, slash), text.slice(slash + 1, lineEnd < 0 ? undefined : lineEnd)];
}

function net(address: ByteString, bits: number): ValueResult {
  return { ok: true, value: { kind: 'net', address: maskAddress(address, bits), bits } };
}

const CONVERSIONS: Readonly<Partial<Record<ValueType, Convert>>> = {
  INT8: signed(8),
  INT16: signed(16),
  INT32: signed(32),
  INT64: signed(64),
  FD: signed(64),
  PID: signed(64),
  ERRNO: signed(64),
  UINT8: unsigned(8),
  FLAGS8: unsigned(8),
  ENUMFLAGS8: unsigned(8),
  L4PROTO: unsigned(8),
  UINT16: unsigned(16),
  FLAGS16: unsigned(16),
  ENUMFLAGS16: unsigned(16),
  UINT32: unsigned(32),
  FLAGS32: unsigned(32),
  ENUMFLAGS32: unsigned(32),
  MODE: unsigned(32),
  UID: unsigned(32),
  GID: unsigned(32),
  UINT64: unsigned(64),
  RELTIME: unsigned(64),
  ABSTIME: unsigned(64),
  // Only whole numbers of 32 bits, though the field has fractions.
  DOUBLE: signed(32),
  PORT: port,
  BOOL: bool,
  CHARBUF: text,
  FSPATH: text,
  FSRELPATH: text,
  SOCKADDR: text,
  SOCKTUPLE: text,
  SOCKFAMILY: text,
  BYTEBUF: buffer,
  IPV4ADDR: ipv4,
  IPV6ADDR: ipv6,
  IPADDR: (value) => (value.includes('.') ? ipv4(value) : ipv6(value)),
  IPV4NET: ipv4Net,
  IPV6NET: ipv6Net,
  IPNET: (value) => (value.includes('.') ? ipv4Net(value) : ipv6Net(value)),
};

/** Numbers of the types that no value converts to; messages name them. */
const TYPE_NUMBERS: Readonly<Partial<Record<ValueType, number>>> = {
  BYTEBUF: 10,
  FDLIST: 16,
  SYSCALLID: 18,
  SIGTYPE: 19,
  DYN: 27,
  SIGSET: 34,
  CHARBUFARRAY: 35,
  CHARBUF_PAIR_ARRAY: 36,
  FD32: 47,
  PID32: 48,
};
