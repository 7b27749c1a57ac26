// HOT: allocation-free per event; bench: bench/replay
import type { FieldImpl } from '../field.ts';
import { field, unsigned } from './bind.ts';
import { effectiveCapsText, inheritableCapsText, permittedCapsText } from './thread-texts.ts';

/** 0 stands for "unknown" in what is told about an executable. */
function known(value: bigint): number | bigint | undefined {
  return value === 0n ? undefined : unsigned(value);
}

/** proc.exe_ino is signed. */
function inode(value: bigint): number | bigint | undefined {
  return value > 0x7fffffffffffffffn ? value - 0x10000000000000000n : known(value);
}

/** The executable file of a process, and its capabilities. */
export const EXECUTABLE_FIELDS: readonly FieldImpl[] = [
  field('proc.is_exe_writable', 'thread', (ctx) => ctx.thread?.exeWritable),
  field('proc.is_exe_upper_layer', 'thread', (ctx) => ctx.thread?.exeUpperLayer),
  field('proc.is_exe_lower_layer', 'thread', (ctx) => ctx.thread?.exeLowerLayer),
  field('proc.is_exe_from_memfd', 'thread', (ctx) => ctx.thread?.exeFromMemfd),
  field('proc.exe_ino', 'thread', (ctx) => ctx.thread && inode(ctx.thread.exeIno)),
  field('proc.exe_ino.ctime', 'thread', (ctx) => ctx.thread && known(ctx.thread.exeInoCtime)),
  field('proc.exe_ino.mtime', 'thread', (ctx) => ctx.thread && known(ctx.thread.exeInoMtime)),
  field(
    'proc.exe_ino.ctime_duration_proc_start',
    'thread',
    (ctx) => ctx.thread && known(ctx.thread.exeInoCtimeDurationCloneTs),
  ),
  field(
    'proc.exe_ino.ctime_duration_pidns_start',
    'thread',
    (ctx) => ctx.thread && known(ctx.thread.exeInoCtimeDurationPidnsStart),
  ),
  field('proc.pidns_init_start_ts', 'thread', (ctx) => ctx.thread && known(ctx.thread.pidnsInitStartTs)),
  field('thread.cap_permitted', 'thread', (ctx) => ctx.thread && permittedCapsText(ctx.thread)),
  field('thread.cap_inheritable', 'thread', (ctx) => ctx.thread && inheritableCapsText(ctx.thread)),
  field('thread.cap_effective', 'thread', (ctx) => ctx.thread && effectiveCapsText(ctx.thread)),
];
