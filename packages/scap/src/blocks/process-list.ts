import type { ProcessEntry, SnapshotSink } from '../snapshot.ts';
import { type BlockCursor, MAX_LIST, MAX_PATH } from './block-cursor.ts';
import * as kinds from './block-types.ts';

/** Version of a process list by its block's kind. */
export const PROCESS_LISTS: ReadonlyMap<number, number> = new Map([
  [kinds.PROCESS_LIST_V1, 1],
  [kinds.PROCESS_LIST_V1_INT, 1],
  [kinds.PROCESS_LIST_V2, 2],
  [kinds.PROCESS_LIST_V2_INT, 2],
  [kinds.PROCESS_LIST_V3, 3],
  [kinds.PROCESS_LIST_V3_INT, 3],
  [kinds.PROCESS_LIST_V4, 4],
  [kinds.PROCESS_LIST_V5, 5],
  [kinds.PROCESS_LIST_V6, 6],
  [kinds.PROCESS_LIST_V7, 7],
  [kinds.PROCESS_LIST_V8, 8],
  [kinds.PROCESS_LIST_V9, 9],
]);

/**
 * Bytes behind `root` that a v9 entry written before libs 0.10 can have at most (login uid, writable flag, three
 * capability sets). Newer writers put two members in front of those, in the middle of an entry that should only grow
 * at its end, so the number of bytes left is the only way to tell the two apart.
 */
const OLD_V9_TAIL = 29;

/** Hands the processes of a list to `sink`; false where an entry does not fit (those before it were delivered). */
export function decodeProcessList(cursor: BlockCursor, version: number, sink: SnapshotSink): boolean {
  while (cursor.left >= 4) {
    const entry = decodeProcess(cursor, version);
    if (entry === undefined) return false;
    sink.process(entry);
  }
  return true;
}

function decodeProcess(c: BlockCursor, version: number): ProcessEntry | undefined {
  const start = c.at;
  const size = version >= 9 ? c.u32() : 0;
  const head = {
    tid: c.i64(),
    pid: c.i64(),
    ptid: c.i64(),
    sid: version >= 6 ? c.i64() : -1,
    vpgid: version >= 8 ? c.i64() : -1,
    comm: c.text(MAX_PATH),
    exe: c.text(MAX_PATH),
    exePath: version >= 7 ? c.text(MAX_PATH) : '',
    args: c.list(MAX_LIST),
    cwd: c.text(MAX_PATH),
    fdLimit: c.i64(),
    flags: c.u32(),
    uid: c.u32(),
    gid: c.u32(),
    vmSize: version >= 2 ? c.u32() : 0,
    vmRss: version >= 2 ? c.u32() : 0,
    vmSwap: version >= 2 ? c.u32() : 0,
    pfMajor: version >= 2 ? c.i64() : 0,
    pfMinor: version >= 2 ? c.i64() : 0,
    env: version >= 3 ? c.list(MAX_LIST) : '',
    vtid: version >= 4 ? c.i64() : -1,
    vpid: version >= 4 ? c.i64() : -1,
    cgroups: version >= 4 ? c.counted(MAX_LIST) : '',
    root: version >= 5 ? c.text(MAX_PATH) : '',
  };
  // The rest is there as far as the entry's size reaches; older lists have no size and nothing of it.
  const end = size === 0 ? c.at : start + size;
  const left = end - c.at;
  const split = left > OLD_V9_TAIL;
  const tail = {
    pidnsInitStartTs: split && has(c, end, 8) ? c.u64() : 0n,
    tty: split && has(c, end, 4) ? c.u32() : 0,
    loginUid: has(c, end, 4) ? c.u32() : 0xffffffff,
    exeWritable: has(c, end, 1) && c.u8() !== 0,
    capInheritable: has(c, end, 8) ? c.u64() : 0n,
    capPermitted: has(c, end, 8) ? c.u64() : 0n,
    capEffective: has(c, end, 8) ? c.u64() : 0n,
    exeUpperLayer: has(c, end, 1) && c.u8() !== 0,
    exeIno: has(c, end, 8) ? c.u64() : 0n,
    exeInoCtime: has(c, end, 8) ? c.u64() : 0n,
    exeInoMtime: has(c, end, 8) ? c.u64() : 0n,
    exeFromMemfd: has(c, end, 1) && c.u8() !== 0,
    exeLowerLayer: has(c, end, 1) && c.u8() !== 0,
    pgid: has(c, end, 8) ? c.i64() : -1,
  };
  c.moveTo(end);
  return c.failed ? undefined : { ...head, ...tail };
}

function has(cursor: BlockCursor, end: number, bytes: number): boolean {
  return cursor.at + bytes <= end;
}
