import type { FieldImpl } from '../field.ts';

/** `evt.*`, `syscall.type`, `fs.path.*`, `util.cnt`. */
export const EVENT_FIELDS: readonly FieldImpl[] = [];
