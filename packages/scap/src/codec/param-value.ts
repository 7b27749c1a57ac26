import type { ByteString } from '@saker/core/byte-string.ts';

/** Address families as events carry them (PPM_AF_*). */
export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;

/** A socket's address: `path` for AF_UNIX, `ip` (4 or 16 bytes, network order) and `port` for AF_INET and AF_INET6. */
export interface SocketAddress {
  readonly family: number;
  readonly ip?: ByteString;
  readonly port?: number;
  readonly path?: ByteString;
}

/** Both ends of a socket: for AF_UNIX kernel addresses and the path. */
export interface SocketTuple {
  readonly family: number;
  readonly sip?: ByteString;
  readonly sport?: number;
  readonly dip?: ByteString;
  readonly dport?: number;
  readonly source?: bigint;
  readonly dest?: bigint;
  readonly path?: ByteString;
}

/** One entry of a poll's list. */
export interface PolledFd {
  readonly fd: number;
  /** PPM_POLL* bits. */
  readonly flags: number;
}

/** A value whose type is chosen by its first byte: an index into the variants of the parameter. */
export interface VariantValue {
  readonly variant: number;
  readonly value: ParamValue;
}

/** Bytes that are not a value of the parameter's type. */
export interface RawValue {
  readonly raw: ByteString;
}

/**
 * The value of a parameter, by its type. `undefined` is a parameter of length 0 ("empty").
 * - numbers: number, or bigint where it is not a safe integer; ids and descriptors are signed where the kernel's are
 * - text: byte string without its NUL; byte buffers and single addresses: byte string
 * - PT_CHARBUFARRAY, PT_CHARBUF_PAIR_ARRAY: its strings
 */
export type ParamValue =
  | undefined
  | number
  | bigint
  | ByteString
  | readonly ByteString[]
  | readonly PolledFd[]
  | SocketAddress
  | SocketTuple
  | VariantValue
  | RawValue;
