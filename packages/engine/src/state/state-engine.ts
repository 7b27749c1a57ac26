// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import { Interner } from '@saker/core/interner.ts';
import type { SnapshotSink } from '@saker/scap/snapshot.ts';
import { PPME_SYSCALL_EXECVE_19_X, PPME_SYSCALL_EXECVEAT_E } from '@saker/schema/event-types.ts';
import { borrowFd, type EventContext } from '../fields/event-context.ts';
import { CgroupCache } from './cgroups.ts';
import { categorize } from './container-category.ts';
import type { ContainerInfo } from './container-info.ts';
import { ContainerTable } from './container-table.ts';
import { FD_PARAM, HAS_FD, HIDDEN, INITIAL, KIND, KIND_ENTER, KIND_EXIT, KIND_LIFE } from './event-traits.ts';
import type { FdInfo } from './fd-info.ts';
import { type FdTable, fdTableCounters, NO_FDS } from './fd-table.ts';
import { ENTER_HANDLERS, EXIT_HANDLERS, LIFE_HANDLERS, LOOKUP_HANDLERS } from './handlers.ts';
import { NetworkInterfaces } from './network.ts';
import { idParam } from './params.ts';
import { PathCache } from './path-cache.ts';
import { RecentExits } from './recent-exits.ts';
import { SnapshotLoader } from './snapshot-loader.ts';
import type { GroupInfo, State, UserInfo } from './state.ts';
import type { EnterEvent, ThreadInfo } from './thread-info.ts';
import { MAX_THREADS, ThreadTable } from './thread-table.ts';
import { UserTable } from './user-table.ts';

/** Flag of events that were recorded only to keep the state right. */
const STATE_ONLY = 1;

export interface StateOptions {
  readonly maxThreads?: number;
  /**
   * Remember the order in which upstream lists open descriptors, at a little cost per open. To be set where a rule or an
   * output names `fd.types`, the only field that shows it.
   */
  readonly fdOrder?: boolean;
}

export interface StateCounters {
  readonly threadsAdded: number;
  readonly threadsRemoved: number;
  /** New threads that the full table did not take. */
  readonly threadsDropped: number;
  /** Entries made up for threads whose start was not seen. */
  readonly threadsFaked: number;
  /** Ends of threads that were not known. */
  readonly threadsMissed: number;
  /** New descriptors that a process's full table did not take; over all engines of this program. */
  readonly fdsDropped: number;
  readonly usersDropped: number;
  readonly containersEvicted: number;
  /** How often the table of paths and names was full and began anew; costs time, loses nothing. */
  readonly pathTableFlushes: number;
}

/**
 * Follows the machine event by event. Feed {@link snapshot} first (a capture reader does), then {@link apply}.
 *
 * One handler per event type does the work (handlers.ts); this class finds what the event is about, keeps what must
 * survive until rules have looked (an exited thread, a closed descriptor), and owns the tables.
 */
export class StateEngine implements State {
  readonly snapshot: SnapshotSink;
  readonly table: ThreadTable;
  readonly users: UserTable;
  readonly containerTable: ContainerTable;
  readonly network: NetworkInterfaces;
  readonly interner: Interner;
  readonly paths: PathCache;
  readonly cgroups: CgroupCache;
  readonly recentExits: RecentExits;
  /** Boot time of the machine in ns since the epoch. */
  bootTs: bigint;
  /** Addresses of the machine's interfaces. */
  interfaceAddresses: readonly ByteString[];
  /** Rules may look: announcements that belong to the initial state are behind. */
  ready: boolean;
  /** The event follows its own enter event. */
  paired: boolean;
  /** Something waits for the next event: a thread to remove, or a descriptor to close. */
  private pending: boolean;
  private exitedTid: number;
  private closedTable: FdTable;
  private closedFd: number;

  constructor(options: StateOptions = {}) {
    this.table = new ThreadTable(options.maxThreads ?? MAX_THREADS, options.fdOrder ?? false);
    this.users = new UserTable();
    this.containerTable = new ContainerTable();
    this.network = new NetworkInterfaces();
    this.interner = new Interner();
    this.paths = new PathCache(this.interner);
    this.cgroups = new CgroupCache();
    this.recentExits = new RecentExits();
    this.bootTs = 0n;
    this.interfaceAddresses = [];
    this.ready = true;
    this.paired = false;
    this.pending = false;
    this.exitedTid = -1;
    this.closedTable = NO_FDS;
    this.closedFd = -1;
    this.snapshot = new SnapshotLoader(this);
  }

  get treeVersion(): number {
    return this.table.treeVersion;
  }

  get threadCount(): number {
    return this.table.size;
  }

  thread(tid: number): ThreadInfo | undefined {
    return this.table.get(tid);
  }

  parent(thread: ThreadInfo): ThreadInfo | undefined {
    return this.table.get(thread.ptid);
  }

  main(thread: ThreadInfo): ThreadInfo | undefined {
    return this.table.main(thread);
  }

  user(containerId: ByteString, uid: number): UserInfo | undefined {
    return this.users.user(containerId, uid);
  }

  group(containerId: ByteString, gid: number): GroupInfo | undefined {
    return this.users.group(containerId, gid);
  }

  container(id: ByteString): ContainerInfo | undefined {
    return this.containerTable.get(id);
  }

  containers(): Iterable<ContainerInfo> {
    return this.containerTable.all();
  }

  apply(ctx: EventContext): boolean {
    const evt = ctx.evt;
    const type = evt.type;
    if (this.pending) this.settle(evt.tsHi, evt.tsLo);
    ctx.fd = undefined;
    ctx.fdBorrowed = false;
    ctx.fdNum = -1;
    ctx.fdNameChanged = false;
    const kind = KIND[type];
    if (kind !== KIND_EXIT) return this.applyOther(ctx, type, kind as number);

    ctx.container = undefined;
    const thread = this.table.findOrFake(evt.tid);
    if (ctx.thread !== thread) ctx.thread = thread;
    if (thread === undefined) return (evt.flags & STATE_ONLY) === 0;
    thread.lastAccess = evt.tsHi;
    if (thread.lastEnterType === -1) thread.lastEventFd = -1;
    else this.pair(thread, type);
    const param = FD_PARAM[type] as number;
    if (param >= 0) {
      if (thread.lastEventFd === -1) thread.lastEventFd = idParam(evt, param, -1);
      if (thread.lastEventFd >= 0) ctx.fd = thread.fds.get(thread.lastEventFd);
    }
    const handler = EXIT_HANDLERS[type];
    if (handler !== undefined) handler(this, ctx, thread);
    ctx.fdNum = thread.lastEventFd;
    // Of events that only use a descriptor this one is known not to be open.
    if (param < 0 && ctx.fdNum >= 0 && ctx.fd === undefined && HAS_FD[type] === 1) borrowFd(ctx, thread);
    if (thread.enter !== undefined) thread.enter = undefined;
    return (evt.flags & STATE_ONLY) === 0;
  }

  /** The descriptor an event created: number `fd` of its process. `renamed`: it has a name that it did not have before. */
  addFd(ctx: EventContext, thread: ThreadInfo, fd: number, info: FdInfo, renamed: boolean): void {
    thread.lastEventFd = fd;
    const added = thread.fds.set(fd, info);
    ctx.fd = added ? info : undefined;
    ctx.fdNameChanged = added && renamed;
  }

  /** The event's descriptor, to be changed: a copy if other processes know it too. */
  ownFd(ctx: EventContext, thread: ThreadInfo, info: FdInfo): FdInfo {
    const own = thread.fds.own(thread.lastEventFd, info);
    ctx.fd = own;
    return own;
  }

  /** The enter event that belongs to the exit event under way, where it was seen. */
  enterOf(ctx: EventContext, thread: ThreadInfo): EnterEvent | undefined {
    const enter = thread.enter;
    if (enter === undefined || !this.paired) return undefined;
    const type = ctx.evt.type;
    if (enter.type === type - 1) return enter;
    return type === PPME_SYSCALL_EXECVE_19_X && enter.type === PPME_SYSCALL_EXECVEAT_E ? enter : undefined;
  }

  /** The process's working directory, ending with '/'. */
  cwd(thread: ThreadInfo): ByteString {
    const main = this.table.main(thread);
    return main === undefined ? './' : main.cwd;
  }

  /** Finds out which container the thread is in, and what for. Upstream asks at clone, exec and chroot only. */
  placeInContainer(thread: ThreadInfo): void {
    const match = thread.cgroupList.container;
    const id = match === undefined ? '' : match.id;
    if (match?.type !== undefined) this.containerTable.set({ id, json: { id, type: match.type } });
    if (thread.containerId !== id) {
      thread.containerId = id;
      this.users.seen(id, thread.uid, thread.gid);
      this.table.touch(thread);
    }
    if (id === '') return;
    const container = this.containerTable.get(id);
    if (container !== undefined) categorize(this.table, thread, container);
  }

  /** Removes the thread when the next event comes. */
  removeLater(tid: number): void {
    this.exitedTid = tid;
    this.pending = true;
  }

  /** Closes the descriptor when the next event comes. */
  closeLater(table: FdTable, fd: number): void {
    this.closedTable = table;
    this.closedFd = fd;
    this.pending = true;
  }

  /** Something that many threads' rules may see changed: a user, a group, a container. */
  touchAll(): void {
    // Nobody has looked yet.
    if (!this.ready) return;
    this.table.forEach(raiseVersion);
    this.table.treeVersion++;
  }

  /** What was lost or made up because tables are bounded, since the start. */
  counters(): StateCounters {
    const { added, removed, dropped, faked, missed } = this.table.counters;
    return {
      threadsAdded: added,
      threadsRemoved: removed,
      threadsDropped: dropped,
      threadsFaked: faked,
      threadsMissed: missed,
      fdsDropped: fdTableCounters.dropped,
      usersDropped: this.users.dropped,
      containersEvicted: this.containerTable.evicted,
      pathTableFlushes: this.interner.flushes,
    };
  }

  /** Forgets everything: a new capture section begins. */
  reset(): void {
    this.table.clear();
    this.users.clear();
    this.containerTable.clear();
    this.recentExits.clear();
    this.pending = false;
    this.exitedTid = -1;
    this.closedTable = NO_FDS;
    this.ready = false;
  }

  private applyOther(ctx: EventContext, type: number, kind: number): boolean {
    const evt = ctx.evt;
    ctx.container = undefined;
    let visible = (evt.flags & STATE_ONLY) === 0 && HIDDEN[type] === 0;
    if (kind === KIND_ENTER) {
      const thread = this.table.findOrFake(evt.tid);
      ctx.thread = thread;
      if (thread === undefined) return visible;
      thread.lastAccess = evt.tsHi;
      this.enter(ctx, thread, type);
      ENTER_HANDLERS[type]?.(this, ctx, thread);
    } else if (kind === KIND_LIFE) {
      const thread = this.table.find(evt.tid);
      ctx.thread = thread;
      if (thread !== undefined) {
        thread.lastAccess = evt.tsHi;
        if ((type & 1) === 0) this.enter(ctx, thread, type);
        else this.pair(thread, type);
      }
      LIFE_HANDLERS[type]?.(this, ctx);
      // Clone exits may have found or made the thread.
      if ((type & 1) !== 0 && ctx.thread !== undefined) ctx.thread.enter = undefined;
    } else {
      ctx.thread = this.table.find(evt.tid);
      LOOKUP_HANDLERS[type]?.(this, ctx);
      if (!this.ready && INITIAL[type] === 1) visible = false;
    }
    if (ctx.thread !== undefined && kind !== KIND_ENTER) ctx.fdNum = ctx.thread.lastEventFd;
    return visible;
  }

  private enter(ctx: EventContext, thread: ThreadInfo, type: number): void {
    thread.lastEventFd = -1;
    thread.lastEnterType = type;
    const param = FD_PARAM[type] as number;
    if (param >= 0) {
      thread.lastEventFd = idParam(ctx.evt, param, -1);
      if (thread.lastEventFd >= 0) ctx.fd = thread.fds.get(thread.lastEventFd);
      ctx.fdNum = thread.lastEventFd;
    }
  }

  private pair(thread: ThreadInfo, type: number): void {
    const last = thread.lastEnterType;
    if (last !== -1 && (type === last + 1 || (type === PPME_SYSCALL_EXECVE_19_X && last === PPME_SYSCALL_EXECVEAT_E))) {
      this.paired = true;
      return;
    }
    this.paired = false;
    thread.lastEventFd = -1;
  }

  private settle(tsHi: number, tsLo: number): void {
    this.pending = false;
    if (this.exitedTid !== -1) {
      const tid = this.exitedTid;
      this.exitedTid = -1;
      const thread = this.table.get(tid);
      this.recentExits.record(tid, thread === undefined ? -1 : thread.ptid, tsHi, tsLo);
      this.table.remove(tid);
    }
    if (this.closedTable !== NO_FDS) {
      this.closedTable.delete(this.closedFd);
      this.closedTable = NO_FDS;
    }
  }
}

function raiseVersion(thread: ThreadInfo): void {
  thread.version++;
}
