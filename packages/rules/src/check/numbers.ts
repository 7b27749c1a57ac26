/** Whitespace that scanning a number skips. */
const NUMBER = /^[ \t\n\v\f\r]*([+-]?)([0-9]+)$/;

const U64_MAX = (1n << 64n) - 1n;
const I64_MAX = (1n << 63n) - 1n;
const I64_MIN = -(1n << 63n);

/**
 * Reads a decimal integer as Falco does: leading blanks and a sign are fine, anything behind the digits is not. Values
 * beyond 64 bits saturate; the result then wraps to `bits`, so `-1` is the largest unsigned number.
 */
export function scanUnsigned(text: string, bits: 8 | 16 | 32 | 64): number | bigint | undefined {
  const magnitude = scan(text);
  if (magnitude === undefined) return undefined;
  const saturated = magnitude.value > U64_MAX ? U64_MAX : magnitude.negative ? -magnitude.value : magnitude.value;
  return narrow(BigInt.asUintN(bits, saturated));
}

/** The signed counterpart of {@link scanUnsigned}. */
export function scanSigned(text: string, bits: 8 | 16 | 32 | 64): number | bigint | undefined {
  const magnitude = scan(text);
  if (magnitude === undefined) return undefined;
  const value = magnitude.negative ? -magnitude.value : magnitude.value;
  const saturated = value > I64_MAX ? I64_MAX : value < I64_MIN ? I64_MIN : value;
  return narrow(BigInt.asIntN(bits, saturated));
}

function scan(text: string): { readonly negative: boolean; readonly value: bigint } | undefined {
  const match = NUMBER.exec(text);
  return match === null ? undefined : { negative: match[1] === '-', value: BigInt(match[2] as string) };
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
