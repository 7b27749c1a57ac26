import type { ByteString } from '@saker/core/byte-string.ts';
import { EventView } from '@saker/scap/event-view.ts';
import { EventContext } from '../fields/event-context.ts';
import type { ContainerInfo } from '../state/container-info.ts';
import { FdTable } from '../state/fd-table.ts';
import type { GroupInfo, State, UserInfo } from '../state/state.ts';
import { type ThreadGroup, ThreadInfo } from '../state/thread-info.ts';

/** A state that says what a test put into it and does nothing of its own. */
export class FakeState implements State {
  readonly threads = new Map<number, ThreadInfo>();
  readonly users = new Map<string, UserInfo>();
  readonly groups = new Map<string, GroupInfo>();
  readonly containerInfos = new Map<ByteString, ContainerInfo>();
  interfaceAddresses: readonly ByteString[] = [];
  treeVersion = 0;

  get threadCount(): number {
    return this.threads.size;
  }
  apply(): boolean {
    return true;
  }
  thread(tid: number): ThreadInfo | undefined {
    return this.threads.get(tid);
  }
  parent(thread: ThreadInfo): ThreadInfo | undefined {
    return this.threads.get(thread.ptid);
  }
  main(thread: ThreadInfo): ThreadInfo | undefined {
    if (thread.isMain()) return thread;
    const first = thread.group?.threads[0];
    return first?.isMain() ? first : undefined;
  }
  user(containerId: ByteString, uid: number): UserInfo | undefined {
    return this.users.get(`${containerId} ${uid}`);
  }
  group(containerId: ByteString, gid: number): GroupInfo | undefined {
    return this.groups.get(`${containerId} ${gid}`);
  }
  container(id: ByteString): ContainerInfo | undefined {
    return this.containerInfos.get(id);
  }
  containers(): Iterable<ContainerInfo> {
    return this.containerInfos.values();
  }

  /** Adds a process that is its own main thread. */
  process(tid: number, ptid: number, detail: Partial<ThreadInfo> = {}): ThreadInfo {
    const group: ThreadGroup = { pid: tid, count: 1, reaper: false, threads: [] };
    const thread = this.add(tid, { pid: tid, ptid, vtid: tid, vpid: tid, group, ...detail });
    group.threads.push(thread);
    return thread;
  }

  /** Adds a thread to a process. */
  threadOf(main: ThreadInfo, tid: number, detail: Partial<ThreadInfo> = {}): ThreadInfo {
    const thread = this.add(tid, { pid: main.pid, ptid: main.ptid, fds: main.fds, group: main.group, ...detail });
    main.group?.threads.push(thread);
    if (main.group !== undefined) main.group.count++;
    return thread;
  }

  /** The event of a thread; `tid` where it has none. */
  context(thread: ThreadInfo | undefined, type = 1, tid = thread?.tid ?? -1): EventContext {
    const view = new EventView();
    view.type = type;
    view.tid = tid;
    const ctx = new EventContext(view, this);
    ctx.thread = thread;
    return ctx;
  }

  private add(tid: number, detail: Partial<ThreadInfo>): ThreadInfo {
    const thread = Object.assign(new ThreadInfo(tid, new FdTable()), detail);
    this.threads.set(tid, thread);
    return thread;
  }
}
