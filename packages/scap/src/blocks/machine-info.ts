import type { SnapshotSink } from '../snapshot.ts';
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
