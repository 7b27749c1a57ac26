import type { ByteString } from '@saker/core/byte-string.ts';

/** Falco compares text as C strings: up to the first NUL. Only results of transformers can hold one. */
export function cString(value: ByteString): ByteString {
  const end = value.indexOf('\0');
  return end < 0 ? value : value.slice(0, end);
}

/** Sets and regular expressions look at the whole text without its trailing NULs. */
export function withoutTrailingNul(value: ByteString): ByteString {
  let end = value.length;
  while (end > 0 && value.charCodeAt(end - 1) === 0) end--;
  return end === value.length ? value : value.slice(0, end);
}

const UPPER = /[A-Z]+/g;
const LOWER = /[a-z]+/g;

/** Lower case of ASCII letters only: the C locale. */
export function asciiLower(value: ByteString): ByteString {
  return value.replace(UPPER, (s) => s.toLowerCase());
}

export function asciiUpper(value: ByteString): ByteString {
  return value.replace(LOWER, (s) => s.toUpperCase());
}
