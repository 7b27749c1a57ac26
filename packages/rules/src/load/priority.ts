import type { ByteString } from '@saker/core/byte-string.ts';
import { PRIORITY_NAMES, type Priority } from './rule-set.ts';

const BY_NAME = new Map<string, Priority>(
  PRIORITY_NAMES.map((name, i) => [name.toLowerCase(), i as Priority] as const).concat([['info', 6]]),
);

/** A priority by name in any case; `info` is short for `informational`. */
export function parsePriority(name: ByteString): Priority | undefined {
  return BY_NAME.get(name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
}
