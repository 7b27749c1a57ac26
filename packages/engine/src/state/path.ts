// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';

/** Longest path upstream joins, its NUL included. */
export const MAX_PATH = 1024;
const TOO_LONG = '/DIR_TOO_LONG/FILENAME_TOO_LONG';
const SLASH = 47;
const DOT = 46;

/**
 * `path` seen from directory `dir` (which ends with '/', or is ''), as text: '.' and '..' and double slashes are resolved
 * without looking at any file system; a slash at the end goes. An absolute `path` ignores `dir`.
 */
export function joinPath(dir: ByteString, path: ByteString): ByteString {
  if (dir.length + path.length + 1 > MAX_PATH) return TOO_LONG;
  if (path.length === 0 || path.charCodeAt(0) === SLASH) return isNormal(path) ? path : normalize('', path);
  return normalize(dir, path);
}

/** Absolute, and nothing in it to resolve. */
function isNormal(path: ByteString): boolean {
  const length = path.length;
  if (length === 0) return true;
  let previous = 0;
  for (let i = 0; i < length; i++) {
    const c = path.charCodeAt(i);
    if (previous === SLASH && (c === DOT || c === SLASH)) return false;
    previous = c;
  }
  return length === 1 || previous !== SLASH;
}

/**
 * Appends `path` to `base` component by component. The base is not looked into: '..' climbs up to its first character
 * and no further.
 */
function normalize(base: ByteString, path: ByteString): ByteString {
  const emptyBase = base.length === 0;
  let out = base;
  let at = 0;
  while (at < path.length) {
    const c = path.charCodeAt(at);
    const atStart = out.length === 0 || out.charCodeAt(out.length - 1) === SLASH;
    if (c === SLASH) {
      // Climbing back to nothing from a base leaves a relative path relative.
      if (!atStart || (out.length === 0 && emptyBase)) out += '/';
      at++;
      continue;
    }
    let end = path.indexOf('/', at);
    if (end < 0) end = path.length;
    if (atStart && c === DOT) {
      const length = end - at;
      if (length === 1) {
        at = Math.min(end + 1, path.length);
        continue;
      }
      if (length === 2 && path.charCodeAt(at + 1) === DOT) {
        out = parentOf(out);
        at = Math.min(end + 1, path.length);
        continue;
      }
    }
    out += path.slice(at, end);
    at = end;
  }
  return out.length > 1 && out.charCodeAt(out.length - 1) === SLASH ? out.slice(0, -1) : out;
}

/** The text up to the slash before the last component; what has one character at most has no parent. */
function parentOf(path: ByteString): ByteString {
  if (path.length <= 1) return path;
  let end = path.length - 1;
  while (end >= 1 && path.charCodeAt(end - 1) !== SLASH) end--;
  return path.slice(0, end);
}
