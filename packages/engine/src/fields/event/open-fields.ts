// HOT: allocation-free per event; bench: bench/replay
import {
  PPME_SYSCALL_CREAT_X,
  PPME_SYSCALL_OPEN_BY_HANDLE_AT_X,
  PPME_SYSCALL_OPEN_X,
  PPME_SYSCALL_OPENAT_2_X,
  PPME_SYSCALL_OPENAT2_X,
} from '@saker/schema/event-types.ts';
import type { EventContext } from '../event-context.ts';
import type { Bound, FieldImpl } from '../field.ts';
import { always, byType, read } from './bind.ts';

const O_RDONLY = 1 << 0;
const O_WRONLY = 1 << 1;
const O_CREAT = 1 << 2;
const O_TMPFILE = 1 << 13;
const O_F_CREATED = 1 << 14;
/** S_IXUSR | S_IXGRP | S_IXOTH as the kernel side encodes them. */
const EXEC_BITS = (1 << 6) | (1 << 3) | (1 << 0);

/** Where exit events of the open family carry flags and mode; -1: not at all. */
interface OpenParams {
  readonly flags: number;
  readonly mode: number;
}

const OPENS: ReadonlyMap<number, OpenParams> = new Map([
  [PPME_SYSCALL_OPEN_X, { flags: 2, mode: 3 }],
  [PPME_SYSCALL_OPENAT_2_X, { flags: 3, mode: 4 }],
  [PPME_SYSCALL_OPENAT2_X, { flags: 3, mode: 4 }],
  [PPME_SYSCALL_OPEN_BY_HANDLE_AT_X, { flags: 2, mode: -1 }],
]);

/** True where one of `bits` of the flags is set (O_RDWR is O_RDONLY and O_WRONLY here). */
function flagField(name: string, bits: number): FieldImpl {
  return byType(name, (type) => {
    const open = OPENS.get(type);
    if (open === undefined) return always(false);
    const index = open.flags;
    return read((ctx) => (ctx.evt.u32(index, 0) & bits) !== 0);
  });
}

function created(ctx: EventContext, flagsIndex: number): boolean {
  const flags = ctx.evt.u32(flagsIndex, 0);
  if ((flags & O_F_CREATED) !== 0) return true;
  return (flags & O_TMPFILE) !== 0 && ctx.evt.i64(0, 0) >= 0;
}

function hasExecBits(modeIndex: number): Bound {
  return read((ctx) => (ctx.evt.u32(modeIndex, 0) & EXEC_BITS) !== 0);
}

/** How files are opened. */
export const OPEN_FIELDS: readonly FieldImpl[] = [
  flagField('evt.is_open_read', O_RDONLY),
  flagField('evt.is_open_write', O_WRONLY),
  byType('evt.is_open_create', (type) => {
    const open = OPENS.get(type);
    if (open === undefined) return always(false);
    return read((ctx) => created(ctx, open.flags));
  }),
  byType('evt.is_open_exec', (type) => {
    if (type === PPME_SYSCALL_CREAT_X) return hasExecBits(2);
    const open = OPENS.get(type);
    if (open === undefined || open.mode < 0) return always(false);
    const { flags, mode } = open;
    return read(
      (ctx) => (ctx.evt.u32(flags, 0) & (O_TMPFILE | O_CREAT)) !== 0 && (ctx.evt.u32(mode, 0) & EXEC_BITS) !== 0,
    );
  }),
];
