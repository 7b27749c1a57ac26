// HOT: allocation-free per event; bench: bench/replay
import { type ThreadInfo, UNINITIALISED_DURATION } from '../../state/thread-info.ts';
import type { Bound, FieldImpl } from '../field.ts';
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

/** What conditions take an uninitialised duration for: with upstream it is an address of its stack, 39 hours in ns. */
const STACK_ADDRESS = 0x7fff_0000_0000;

/**
 * A time between the last change of the executable and the start of something, as unsigned ns. Of threads that were there
 * before the capture upstream prints, and compares, whatever its memory holds. Outputs give nothing instead; conditions
 * have to hold where upstream's do, so that they see a number as large.
 */
function duration(name: string, read: (thread: ThreadInfo) => bigint): FieldImpl {
  const output: Bound = {
    kind: 'read',
    of: 'thread',
    extract(ctx) {
      const value = ctx.thread === undefined ? 0n : read(ctx.thread);
      return value === UNINITIALISED_DURATION ? undefined : known(value);
    },
  };
  const condition: Bound = {
    kind: 'read',
    of: 'thread',
    extract(ctx) {
      const value = ctx.thread === undefined ? 0n : read(ctx.thread);
      return value === UNINITIALISED_DURATION ? STACK_ADDRESS : known(value);
    },
  };
  return { name, bind: () => output, bindCondition: () => condition };
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
  duration('proc.exe_ino.ctime_duration_proc_start', (thread) => thread.exeInoCtimeDurationCloneTs),
  duration('proc.exe_ino.ctime_duration_pidns_start', (thread) => thread.exeInoCtimeDurationPidnsStart),
  field('proc.pidns_init_start_ts', 'thread', (ctx) => ctx.thread && known(ctx.thread.pidnsInitStartTs)),
  field('thread.cap_permitted', 'thread', (ctx) => ctx.thread && permittedCapsText(ctx.thread)),
  field('thread.cap_inheritable', 'thread', (ctx) => ctx.thread && inheritableCapsText(ctx.thread)),
  field('thread.cap_effective', 'thread', (ctx) => ctx.thread && effectiveCapsText(ctx.thread)),
];
