import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventContext } from '../fields/event-context.ts';
import type { ContainerInfo } from './container-info.ts';
import type { ThreadInfo } from './thread-info.ts';

export interface UserInfo {
  readonly uid: number;
  readonly gid: number;
  readonly name: ByteString;
  readonly home: ByteString;
  readonly shell: ByteString;
}

export interface GroupInfo {
  readonly gid: number;
  readonly name: ByteString;
}

/**
 * All that Saker knows of the machine (or the capture): threads, descriptors, users, groups, containers.
 *
 * Life of an event: `apply(ctx)` finishes what the previous event left to be done (descriptors to close, threads to
 * drop), finds the thread and descriptor of the event, updates the state, and fills `ctx`. Rules look at `ctx` after
 * that. Returns false for events that rules must not see (process info, user announcements, container metadata, ...).
 */
export interface State {
  apply(ctx: EventContext): boolean;
  thread(tid: number): ThreadInfo | undefined;
  /** The nearest live parent; undefined at the root, for unknown parents, and where a loop was found. */
  parent(thread: ThreadInfo): ThreadInfo | undefined;
  /** The main thread of the thread's process. */
  main(thread: ThreadInfo): ThreadInfo | undefined;
  /** A user of the container ('' = host). */
  user(containerId: ByteString, uid: number): UserInfo | undefined;
  group(containerId: ByteString, gid: number): GroupInfo | undefined;
  container(id: ByteString): ContainerInfo | undefined;
  /** All known containers, in any order (`fd.is_server` and its kin look for one that has an address). */
  containers(): Iterable<ContainerInfo>;
  /** Addresses of the machine's network interfaces, 4 or 16 bytes in network order, as the capture lists them. */
  readonly interfaceAddresses: readonly ByteString[];
  /** Number of threads in the table. */
  readonly threadCount: number;
  /**
   * Guards what is derived from a thread and its ancestors ('tree'): such a result stays right while the thread is the
   * same object, its version is the same, and this number is the same. Raised when a thread that has children changes,
   * goes or is replaced, and whenever a user, group or container becomes known, changes or is forgotten. Not raised by a
   * new thread, nor by one without children that ends: nobody's ancestors change with those.
   */
  readonly treeVersion: number;
}
