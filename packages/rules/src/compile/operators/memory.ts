import type { ByteString } from '@saker/core/byte-string.ts';
import type { ValueType } from '../../check/typed.ts';
import type { FieldScalar } from '../field-source.ts';

const scratch = new DataView(new ArrayBuffer(8));

/** The bytes that a number or truth value of a type occupies in memory, lowest first. Texts and addresses are bytes already. */
export function memoryOf(value: FieldScalar, type: ValueType): ByteString {
  if (typeof value === 'string') return value;
  if (type === 'DOUBLE') scratch.setFloat64(0, Number(value), true);
  else scratch.setBigInt64(0, BigInt.asIntN(64, BigInt(value)), true);
  let bytes = '';
  for (let i = 0; i < sizeOf(type); i++) bytes += String.fromCharCode(scratch.getUint8(i));
  return bytes;
}

/** The integer of a type that begins with these bytes; missing ones are zero. */
export function integerOf(bytes: ByteString, type: ValueType): number | bigint {
  const size = sizeOf(type);
  scratch.setBigInt64(0, 0n, true);
  for (let i = 0; i < Math.min(size, bytes.length); i++) scratch.setUint8(i, bytes.charCodeAt(i));
  const unsigned = scratch.getBigUint64(0, true);
  const value = SIGNED.test(type) ? BigInt.asIntN(size * 8, unsigned) : unsigned;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const SIGNED = /^(?:INT(?:8|16|32|64)|FD|PID|ERRNO)$/;

function sizeOf(type: ValueType): number {
  if (type === 'BOOL' || type === 'MODE' || type === 'UID' || type === 'GID') return 4;
  if (type === 'PORT' || type === 'SYSCALLID') return 2;
  if (type === 'SIGTYPE' || type === 'L4PROTO') return 1;
  const bits = /(8|16|32)$/.exec(type);
  return bits === null ? 8 : Number(bits[1]) / 8;
}
