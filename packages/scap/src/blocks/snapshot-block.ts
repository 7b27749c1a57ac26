import type { SnapshotSink } from '../snapshot.ts';
import type { BlockCursor } from './block-cursor.ts';
import * as kinds from './block-types.ts';
import { decodeFdList } from './fd-list.ts';
import { decodeInterfaceList } from './interface-list.ts';
import { decodeMachineInfo } from './machine-info.ts';
import { decodeProcessList, PROCESS_LISTS } from './process-list.ts';
import { decodeUserList } from './user-list.ts';

/** Decodes the body of one kind of block into the sink; false where it does not fit. */
type SnapshotDecoder = (cursor: BlockCursor, sink: SnapshotSink) => boolean;

const DECODERS: ReadonlyMap<number, SnapshotDecoder> = new Map<number, SnapshotDecoder>([
  [kinds.MACHINE_INFO, decodeMachineInfo],
  [kinds.MACHINE_INFO_INT, decodeMachineInfo],
  [kinds.INTERFACE_LIST, (c, sink) => decodeInterfaceList(c, false, sink)],
  [kinds.INTERFACE_LIST_INT, (c, sink) => decodeInterfaceList(c, false, sink)],
  [kinds.INTERFACE_LIST_V2, (c, sink) => decodeInterfaceList(c, true, sink)],
  [kinds.USER_LIST, (c, sink) => decodeUserList(c, false, sink)],
  [kinds.USER_LIST_INT, (c, sink) => decodeUserList(c, false, sink)],
  [kinds.USER_LIST_V2, (c, sink) => decodeUserList(c, true, sink)],
  [kinds.FD_LIST, (c, sink) => decodeFdList(c, false, sink)],
  [kinds.FD_LIST_INT, (c, sink) => decodeFdList(c, false, sink)],
  [kinds.FD_LIST_V2, (c, sink) => decodeFdList(c, true, sink)],
  ...[...PROCESS_LISTS].map(([kind, version]): [number, SnapshotDecoder] => [
    kind,
    (c, sink) => decodeProcessList(c, version, sink),
  ]),
]);

/** The decoder of a block of initial state; undefined for any other kind. */
export function snapshotDecoder(kind: number): SnapshotDecoder | undefined {
  return DECODERS.get(kind);
}
