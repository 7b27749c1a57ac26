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

function sizeOf(type: ValueType): number {
  if (type === 'BOOL' || type === 'MODE' || type === 'UID' || type === 'GID') return 4;
  if (type === 'PORT' || type === 'SYSCALLID') return 2;
  if (type === 'SIGTYPE' || type === 'L4PROTO') return 1;
  const bits = /(8|16|32)$/.exec(type);
  return bits === null ? 8 : Number(bits[1]) / 8;
}
