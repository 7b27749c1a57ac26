// HOT: allocation-free per event; bench: bench/replay
import type { State } from '../../state/state.ts';
import type { ThreadInfo } from '../../state/thread-info.ts';

/** The main thread of the thread's process; undefined where it is not known. */
export function mainOf(state: State, thread: ThreadInfo): ThreadInfo | undefined {
  return thread.isMain() ? thread : state.main(thread);
}

/**
 * The process `generations` above the thread's own, as its main thread; 0 is the own one. undefined where the table does
 * not know one of them.
 */
export function ancestorOf(state: State, thread: ThreadInfo, generations: number): ThreadInfo | undefined {
  let process = mainOf(state, thread);
  for (let i = 0; i < generations && process !== undefined; i++) {
    const parent = state.thread(process.ptid);
    if (parent === undefined) return undefined;
    const main = mainOf(state, parent);
    // Its own parent: every generation above is the same.
    if (main === process) return process;
    process = main;
  }
  return process;
}

/**
 * Walks the parents of a thread upwards. Parents are threads as the table has them, not main threads. A hare that runs
 * ahead finds loops: the walk ends before it repeats itself, at the place where upstream notices.
 *
 *     for (let t = walk.start(state, thread); t !== undefined; t = walk.next()) ...
 */
export class AncestorWalk {
  private state: State | undefined;
  private at: ThreadInfo | undefined;
  private hare: ThreadInfo | undefined;

  constructor() {
    this.state = undefined;
    this.at = undefined;
    this.hare = undefined;
  }

  start(state: State, thread: ThreadInfo): ThreadInfo | undefined {
    this.state = state;
    const parent = state.thread(thread.ptid);
    this.at = parent === undefined || parent.tid === -1 ? undefined : parent;
    this.hare = parent === undefined ? undefined : state.thread(parent.ptid);
    return this.at;
  }

  next(): ThreadInfo | undefined {
    const state = this.state;
    if (state === undefined || this.at === undefined) return undefined;
    const at = state.thread(this.at.ptid);
    this.at = undefined;
    if (at === undefined) return undefined;
    for (let i = 0; i < 2; i++) {
      if (this.hare !== undefined) this.hare = state.thread(this.hare.ptid);
      if (at === this.hare || at.tid === at.ptid) return undefined;
    }
    if (at.tid !== -1) this.at = at;
    return this.at;
  }
}

const walk = new AncestorWalk();

/** Which id of a thread names the leader that is looked for. */
export type LeaderId = 'sid' | 'pgid' | 'vpgid';

/**
 * The leader of the thread's session or process group: the thread with that id, else (and always where ids count inside
 * a pid namespace) the topmost of the consecutive ancestors that share the id.
 */
export function leaderOf(state: State, thread: ThreadInfo, id: LeaderId): ThreadInfo | undefined {
  const wanted = thread[id];
  if (wanted === -1) return undefined;
  if (id === 'pgid' || !thread.isInPidNamespace()) {
    const direct = state.thread(wanted);
    if (direct !== undefined) return direct;
  }
  let leader: ThreadInfo | undefined;
  for (let t = walk.start(state, thread); t !== undefined && t[id] === wanted; t = walk.next()) leader = t;
  return leader;
}
