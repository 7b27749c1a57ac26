import type { ByteWriter } from '../byte-writer.ts';
import type { MachineInfo, SnapshotSink } from '../snapshot.ts';
import { type BlockCursor, untilNul } from './block-cursor.ts';

/** Bytes that the host name takes in the block. */
export const HOSTNAME_SIZE = 128;

/** Hands the machine's facts to `sink`; false where the block is too short. */
export function decodeMachineInfo(c: BlockCursor, sink: SnapshotSink): boolean {
  const info = {
    cpus: c.u32(),
    memoryBytes: c.u64(),
    maxPid: c.u64(),
    hostname: untilNul(c.raw(HOSTNAME_SIZE)),
    bootTs: c.u64(),
    flags: c.u64(),
    reserved3: c.u64(),
    reserved4: c.u64(),
  };
  if (!c.failed) sink.machine(info);
  return !c.failed;
}

export function writeMachineInfo(w: ByteWriter, info: MachineInfo): void {
  w.u32(info.cpus);
  w.u64(info.memoryBytes);
  w.u64(info.maxPid);
  const name = info.hostname.slice(0, HOSTNAME_SIZE - 1);
  w.raw(name);
  w.zeros(HOSTNAME_SIZE - name.length);
  w.u64(info.bootTs);
  w.u64(info.flags);
  w.u64(info.reserved3);
  w.u64(info.reserved4);
}
