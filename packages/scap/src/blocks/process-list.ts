import type { ByteWriter } from '../byte-writer.ts';
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

/** Appends an entry of a v9 list. */
export function writeProcess(w: ByteWriter, p: ProcessEntry): void {
  const start = w.at;
  w.u32(0);
  w.u64(p.tid);
  w.u64(p.pid);
  w.u64(p.ptid);
  w.u64(p.sid);
  w.u64(p.vpgid);
  w.counted(p.comm, MAX_PATH);
  w.counted(p.exe, MAX_PATH);
  w.counted(p.exePath, MAX_PATH);
  w.counted(p.args, MAX_LIST);
  w.counted(p.cwd, MAX_PATH);
  w.u64(p.fdLimit);
  w.u32(p.flags);
  w.u32(p.uid);
  w.u32(p.gid);
  w.u32(p.vmSize);
  w.u32(p.vmRss);
  w.u32(p.vmSwap);
  w.u64(p.pfMajor);
  w.u64(p.pfMinor);
  w.counted(p.env, MAX_LIST);
  w.u64(p.vtid);
  w.u64(p.vpid);
  w.counted(p.cgroups, MAX_LIST);
  w.counted(p.root, MAX_PATH);
  w.u64(p.pidnsInitStartTs);
  w.u32(p.tty);
  w.u32(p.loginUid);
  w.u8(p.exeWritable ? 1 : 0);
  w.u64(p.capInheritable);
  w.u64(p.capPermitted);
  w.u64(p.capEffective);
  w.u8(p.exeUpperLayer ? 1 : 0);
  w.u64(p.exeIno);
  w.u64(p.exeInoCtime);
  w.u64(p.exeInoMtime);
  w.u8(p.exeFromMemfd ? 1 : 0);
  w.u8(p.exeLowerLayer ? 1 : 0);
  w.u64(p.pgid);
  w.data.setUint32(start, w.at - start, true);
}
