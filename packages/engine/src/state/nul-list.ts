import type { ByteString } from '@saker/core/byte-string.ts';

/** Shared by everything that has no entries. */
export const NO_STRINGS: readonly ByteString[] = [];

/** The strings of a NUL-separated list, the way arguments, environments and control groups travel; a last NUL ends the last string. */
export function splitNul(raw: ByteString): readonly ByteString[] {
  const end = raw.length > 0 && raw.charCodeAt(raw.length - 1) === 0 ? raw.length - 1 : raw.length;
  if (end === 0) return NO_STRINGS;
  return (end === raw.length ? raw : raw.slice(0, end)).split('\0');
}
