import type { ByteString } from '@saker/core/byte-string.ts';
import {
  EVENT_FLAGS_V2,
  EVENT_FLAGS_V2_LARGE,
  EVENT_V2,
  EVENT_V2_LARGE,
  FD_LIST_V2,
  INTERFACE_LIST_V2,
  MACHINE_INFO,
  MAJOR_VERSION,
  MAX_SMALL_EVENT_BODY,
  MINOR_VERSION,
  PROCESS_LIST_V9,
  SECTION_HEADER,
  SECTION_MAGIC,
  USER_LIST_V2,
} from './blocks/block-types.ts';
import { writeFd } from './blocks/fd-list.ts';
import { writeInterface } from './blocks/interface-list.ts';
import { writeMachineInfo } from './blocks/machine-info.ts';
import { writeProcess } from './blocks/process-list.ts';
import { writeGroup, writeUser } from './blocks/user-list.ts';
import { ByteWriter } from './byte-writer.ts';
import type { EventView } from './event-view.ts';
import type { FdEntry, GroupEntry, InterfaceEntry, MachineInfo, ProcessEntry, UserEntry } from './snapshot.ts';
import type { SnapshotCollector } from './snapshot-collector.ts';

/** Bytes gathered before they are emitted, unless one block is longer. */
const CHUNK_SIZE = 1 << 18;

/** A process list is split into blocks of about this many bytes, so that no reader needs much memory for one. */
const LIST_BLOCK_SIZE = 1 << 20;

/** Bytes around an event in its block besides the block's header: CPU, flags, padding, trailer. */
const EVENT_MARGIN = 2 + 4 + 3 + 4;

/**
 * Writes a capture in today's format, block by block in the order of the calls: {@link section} first, the initial
 * state, then events. Bytes are handed to `emit` in chunks, whose memory is reused after the call; {@link flush} emits
 * what is left. A capture must hold at least one event to be readable.
 */
export class ScapWriter {
  private readonly emit: (chunk: Uint8Array) => void;
  private out: ByteWriter;

  constructor(emit: (chunk: Uint8Array) => void) {
    this.emit = emit;
    this.out = new ByteWriter(CHUNK_SIZE);
  }

  section(): void {
    const start = this.begin(SECTION_HEADER);
    this.out.u32(SECTION_MAGIC);
    this.out.u16(MAJOR_VERSION);
    this.out.u16(MINOR_VERSION);
    // The section's length, unknown.
    this.out.u64(-1);
    this.end(start);
  }

  machine(info: MachineInfo): void {
    const start = this.begin(MACHINE_INFO);
    writeMachineInfo(this.out, info);
    this.end(start);
  }

  interfaces(list: readonly InterfaceEntry[]): void {
    const start = this.begin(INTERFACE_LIST_V2);
    for (const entry of list) writeInterface(this.out, entry);
    this.end(start);
  }

  users(users: readonly UserEntry[], groups: readonly GroupEntry[]): void {
    const start = this.begin(USER_LIST_V2);
    for (const user of users) writeUser(this.out, user);
    for (const group of groups) writeGroup(this.out, group);
    this.end(start);
  }

  processes(list: Iterable<ProcessEntry>): void {
    let start = -1;
    for (const entry of list) {
      if (start < 0) start = this.begin(PROCESS_LIST_V9);
      writeProcess(this.out, entry);
      if (this.out.at - start < LIST_BLOCK_SIZE) continue;
      this.end(start);
      start = -1;
    }
    if (start >= 0) this.end(start);
  }

  fds(tid: number, list: readonly FdEntry[]): void {
    const start = this.begin(FD_LIST_V2);
    this.out.u64(tid);
    for (const entry of list) writeFd(this.out, entry);
    this.end(start);
  }

  /** All the initial state that a reader collected. */
  snapshot(state: SnapshotCollector): void {
    if (state.machineInfo) this.machine(state.machineInfo);
    this.interfaces(state.interfaceList);
    this.users(state.userList, state.groupList);
    this.processes(state.processes);
    for (const [tid, list] of state.fds) this.fds(tid, list);
  }

  /** Copies the event under the view, with its CPU and flags. */
  event(evt: EventView): void {
    const large = evt.lengthSize === 4 || evt.length > MAX_SMALL_EVENT_BODY - EVENT_MARGIN;
    const plain = large ? EVENT_V2_LARGE : EVENT_V2;
    const flagged = large ? EVENT_FLAGS_V2_LARGE : EVENT_FLAGS_V2;
    const start = this.begin(evt.flags === 0 ? plain : flagged);
    this.out.u16(evt.cpu);
    if (evt.flags !== 0) this.out.u32(evt.flags);
    this.out.copy(evt.bytes.subarray(evt.offset, evt.offset + evt.length));
    this.end(start);
  }

  /** A block of any kind, for tests of readers. `body` is padded. */
  block(kind: number, body: ByteString): void {
    const start = this.begin(kind);
    this.out.raw(body);
    this.end(start);
  }

  flush(): void {
    if (this.out.at > 0) this.emit(this.out.written());
    if (this.out.bytes.length > 2 * CHUNK_SIZE) this.out = new ByteWriter(CHUNK_SIZE);
    else this.out.at = 0;
  }

  /** Begins a block and returns its place; its length is filled in by {@link end}. */
  private begin(kind: number): number {
    const start = this.out.at;
    this.out.u32(kind);
    this.out.u32(0);
    return start;
  }

  private end(start: number): void {
    this.out.zeros((start - this.out.at) & 3);
    const total = this.out.at + 4 - start;
    this.out.u32(total);
    this.out.data.setUint32(start + 4, total, true);
    if (this.out.at >= CHUNK_SIZE) this.flush();
  }
}

/** What `write` wrote, in one piece. */
export function captureBytes(write: (writer: ScapWriter) => void): Uint8Array {
  const all = new ByteWriter();
  const writer = new ScapWriter((chunk) => all.copy(chunk));
  write(writer);
  writer.flush();
  return new Uint8Array(all.written());
}
