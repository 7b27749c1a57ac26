// HOT: allocation-free per event; bench: bench/replay
import { FdTable, MAX_FDS, NO_FDS } from './fd-table.ts';
import { findReaper } from './find-reaper.ts';
import { CL_CLONE_FILES, CL_CLOSED, type ThreadGroup, ThreadInfo } from './thread-info.ts';

/** As many threads as upstream keeps; later ones are dropped and counted. */
export const MAX_THREADS = 262_144;

/** No thread has it, and it is a small integer as theirs are. */
const NO_TID = -0x4000_0000;

/** Gone children a parent may have before its list is cleaned: decides whether an exit looks for a reaper. */
const EXPIRED_CHILDREN = 10;

/** What the table did and dropped, since the start. */
export interface ThreadTableCounters {
  added: number;
  removed: number;
  /** Dropped because the table was full. */
  dropped: number;
  /** Entries made up for unknown threads. */
  faked: number;
  /** Removals of threads that were not there. */
  missed: number;
}

/**
 * All threads by id, with their processes (groups), parents and children.
 *
 * {@link treeVersion} guards what is derived from a thread and its ancestors: such a result stays right while the
 * thread's own version and this number stay the same.
 */
export class ThreadTable {
  treeVersion: number;
  readonly counters: ThreadTableCounters;
  private readonly threads: Map<number, ThreadInfo>;
  private readonly groups: Map<number, ThreadGroup>;
  private readonly limit: number;
  private readonly orderedFds: boolean;
  /** The thread found last; never a removed one. */
  private last: ThreadInfo;
  private readonly none: ThreadInfo;

  /** `orderedFds`: see {@link FdTable}. */
  constructor(limit: number = MAX_THREADS, orderedFds = false) {
    this.orderedFds = orderedFds;
    this.treeVersion = 0;
    this.counters = { added: 0, removed: 0, dropped: 0, faked: 0, missed: 0 };
    this.threads = new Map();
    this.groups = new Map();
    this.limit = limit;
    this.none = new ThreadInfo(NO_TID, NO_FDS);
    this.last = this.none;
  }

  get size(): number {
    return this.threads.size;
  }

  get(tid: number): ThreadInfo | undefined {
    return this.threads.get(tid);
  }

  /** Like {@link get}, faster when the same thread comes again. */
  find(tid: number): ThreadInfo | undefined {
    const last = this.last;
    if (last.tid === tid) return last;
    const thread = this.threads.get(tid);
    if (thread !== undefined) this.last = thread;
    return thread;
  }

  /** The thread; made up where it is not known. undefined only where the table is full. */
  findOrFake(tid: number): ThreadInfo | undefined {
    return this.find(tid) ?? this.fake(tid);
  }

  /** {@link findOrFake} for threads that events only mention. */
  getOrFake(tid: number): ThreadInfo | undefined {
    return this.threads.get(tid) ?? this.fake(tid);
  }

  forEach(visit: (thread: ThreadInfo) => void): void {
    this.threads.forEach(visit);
  }

  clear(): void {
    this.threads.clear();
    this.groups.clear();
    this.last = this.none;
    this.treeVersion++;
  }

  /** The main thread of the thread's process; undefined where it is not known. */
  main(thread: ThreadInfo): ThreadInfo | undefined {
    if (thread.isMain()) return thread;
    const first = thread.group?.threads[0];
    return first?.isMain() ? first : undefined;
  }

  /** Something that rules see of the thread changed. */
  touch(thread: ThreadInfo): void {
    thread.version++;
    if (thread.children.length > 0) this.treeVersion++;
    const group = thread.group;
    if (group === undefined || group.threads.length < 2 || !thread.isMain()) return;
    for (let i = 0; i < group.threads.length; i++) {
      const member = group.threads[i] as ThreadInfo;
      if (member !== thread) member.version++;
      if (member.children.length > 0) this.treeVersion++;
    }
  }

  /**
   * Adds the thread; one with the same id is forgotten without more ado. `link`: also joins its process and parent.
   * False where the table is full.
   */
  add(thread: ThreadInfo, link: boolean): boolean {
    if (this.threads.size >= this.limit) {
      this.counters.dropped++;
      return false;
    }
    if (link) this.link(thread);
    const old = this.threads.get(thread.tid);
    if (old !== undefined) this.forget(old);
    this.counters.added++;
    this.threads.set(thread.tid, thread);
    this.useTable(thread);
    return true;
  }

  /** Joins its process (creating it) and its parent. Nothing to do for made-up threads and ones that have a process. */
  link(thread: ThreadInfo): void {
    if (thread.isInvalid() || thread.group !== undefined) {
      this.useTable(thread);
      return;
    }
    const group = this.groups.get(thread.pid);
    if (group === undefined) {
      const created: ThreadGroup = {
        pid: thread.pid,
        count: 1,
        reaper: thread.pid === 1 || thread.vpid === 1,
        threads: [thread],
      };
      this.groups.set(thread.pid, created);
      thread.group = created;
    } else {
      if (thread.isMain()) group.threads.unshift(thread);
      else group.threads.push(thread);
      group.count++;
      thread.group = group;
      for (let i = 0; i < group.threads.length; i++) this.useTable(group.threads[i] as ThreadInfo);
    }
    this.useTable(thread);

    if (thread.pid === 1) return;
    const parent = this.threads.get(thread.ptid);
    if (parent === undefined || parent.isInvalid()) thread.ptid = 0;
    else this.adopt(parent, thread);
  }

  /** Removes an exited thread; its children go to a reaper, its process goes with its last thread. */
  remove(tid: number): void {
    const thread = this.threads.get(tid);
    if (thread === undefined) {
      this.counters.missed++;
      return;
    }
    const group = thread.group;
    if (thread.isInvalid() || group === undefined) {
      this.erase(thread);
      return;
    }
    if (!thread.isDead()) {
      group.count--;
      thread.flags |= CL_CLOSED;
    }
    if (thread.children.length + thread.expiredChildren > 0) this.orphan(thread);
    if (group.count === 0) {
      this.groups.delete(thread.pid);
      const main = this.threads.get(thread.pid);
      if (main !== undefined) this.erase(main);
    }
    if (!thread.isMain()) this.erase(thread);
    this.counters.removed++;
  }

  /** A dead main thread runs again: another thread of the process has executed a program. */
  resurrect(thread: ThreadInfo): void {
    thread.flags &= ~CL_CLOSED;
    if (thread.group !== undefined) thread.group.count++;
  }

  /** Sets `fds` to what the flags say: its own table, or the main thread's. */
  useTable(thread: ThreadInfo): void {
    if ((thread.flags & CL_CLONE_FILES) === 0) {
      if (thread.ownFds === NO_FDS) thread.ownFds = this.newFds();
      thread.fds = thread.ownFds;
      return;
    }
    const main = this.main(thread);
    if (main === thread && thread.ownFds === NO_FDS) thread.ownFds = this.newFds();
    thread.fds = main === undefined ? NO_FDS : main.ownFds;
  }

  /** An empty table of descriptors for a new process. */
  newFds(): FdTable {
    return new FdTable(MAX_FDS, this.orderedFds);
  }

  private fake(tid: number): ThreadInfo | undefined {
    const thread = new ThreadInfo(tid, this.newFds());
    thread.comm = '<NA>';
    thread.exe = '<NA>';
    if (!this.add(thread, true)) return undefined;
    this.counters.faked++;
    return thread;
  }

  private adopt(parent: ThreadInfo, child: ThreadInfo): void {
    child.ptid = parent.tid;
    child.parent = parent;
    child.childIndex = parent.children.length;
    parent.children.push(child);
  }

  private leaveParent(child: ThreadInfo): void {
    const parent = child.parent;
    if (parent === undefined) return;
    const last = parent.children.pop() as ThreadInfo;
    if (last !== child) {
      parent.children[child.childIndex] = last;
      last.childIndex = child.childIndex;
    }
    child.parent = undefined;
    child.childIndex = -1;
  }

  private erase(thread: ThreadInfo): void {
    const parent = thread.parent;
    if (parent !== undefined && ++parent.expiredChildren >= EXPIRED_CHILDREN) parent.expiredChildren = 1;
    this.forget(thread);
    this.threads.delete(thread.tid);
  }

  /** Takes the thread out of all relations without the consequences of an exit. */
  private forget(thread: ThreadInfo): void {
    if (this.last === thread) this.last = this.none;
    this.leaveParent(thread);
    if (thread.children.length > 0) this.treeVersion++;
    const members = thread.group?.threads;
    if (members !== undefined) {
      const at = members.indexOf(thread);
      if (at >= 0) members.splice(at, 1);
    }
  }

  private orphan(thread: ThreadInfo): void {
    let reaper = thread.reaperTid > 0 ? this.getOrFake(thread.reaperTid) : undefined;
    if (reaper === undefined || reaper.isInvalid()) reaper = findReaper(this, thread);
    if (reaper === thread) reaper = undefined;
    if (reaper !== undefined) {
      thread.reaperTid = reaper.tid;
      if (reaper.pid !== thread.pid && reaper.group !== undefined) reaper.group.reaper = true;
    }
    thread.expiredChildren = 0;
    const children = thread.children;
    if (children.length > 0) this.treeVersion++;
    while (children.length > 0) {
      const child = children[children.length - 1] as ThreadInfo;
      this.leaveParent(child);
      child.version++;
      if (reaper === undefined) child.ptid = 0;
      else this.adopt(reaper, child);
    }
  }
}
