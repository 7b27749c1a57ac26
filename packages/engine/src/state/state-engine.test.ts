import * as T from '@saker/schema/event-types.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Machine } from '../testing/machine-fixture.ts';
import { CL_CLONE_THREAD } from './thread-info.ts';

/**
 * What a machine does, told in the plainest way: processes with names, descriptors and parents; threads as a count.
 * The state engine has to agree after any sequence of calls.
 */
interface ModelProcess {
  name: string;
  parent: number;
  cwd: string;
  readonly fds: Map<number, { readonly name: string; readonly cloexec: boolean }>;
  threads: number[];
}

const CLOEXEC = 1 << 12;
const FDS = [0, 1, 2, 3, 40, 1500, 5000];

const who = fc.nat(7);
const fd = fc.constantFrom(...FDS);
const step = fc.oneof(
  fc.record({ op: fc.constantFrom('fork', 'fork-inverted', 'vfork', 'thread', 'exit', 'exec', 'end-thread'), who }),
  fc.record({ op: fc.constantFrom('open', 'open-cloexec', 'close', 'cloexec-on', 'cloexec-off'), who, fd }),
  fc.record({ op: fc.constant('dup'), who, fd, to: fd }),
  fc.record({ op: fc.constantFrom('chdir', 'chdir-up'), who }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

class Model {
  readonly machine: Machine;
  readonly processes: Map<number, ModelProcess>;
  private nextId = 1000;

  constructor() {
    this.machine = new Machine([{ tid: 100, comm: 'p100', cwd: '/' }]);
    const init: ModelProcess = { name: 'init', parent: 0, cwd: '/', fds: new Map(), threads: [1] };
    const first: ModelProcess = { name: 'p100', parent: 1, cwd: '/', fds: new Map(), threads: [100] };
    this.processes = new Map([
      [1, init],
      [100, first],
    ]);
  }

  run({ op, who: index, ...rest }: Step): void {
    const living = [...this.processes.keys()].filter((pid) => pid !== 1);
    const pid = living[index % living.length];
    if (pid === undefined) {
      this.fork(1, 'fork');
      return;
    }
    const process = this.processes.get(pid) as ModelProcess;
    const number = 'fd' in rest ? rest.fd : -1;
    if (op === 'fork' || op === 'fork-inverted' || op === 'vfork') this.fork(pid, op);
    else if (op === 'thread') this.thread(pid, process);
    else if (op === 'end-thread') this.endThread(process);
    else if (op === 'exit') this.exit(pid, process);
    else if (op === 'exec') this.exec(pid, process);
    else if (op === 'open' || op === 'open-cloexec') this.open(process, number, op === 'open-cloexec');
    else if (op === 'close') this.close(process, number);
    else if (op === 'dup') this.dup(process, number, 'to' in rest ? rest.to : 0);
    else if (op === 'chdir' || op === 'chdir-up') this.chdir(pid, process, op === 'chdir-up' ? '..' : `d${index}`);
    else this.mark(process, number, op === 'cloexec-on');
  }

  /** One thread of the process, so that all of them are used in turn. */
  private some(process: ModelProcess): number {
    return process.threads[this.nextId % process.threads.length] as number;
  }

  private fork(pid: number, op: string): void {
    const parent = this.processes.get(pid) as ModelProcess;
    const child = this.nextId++;
    const common = { exe: parent.name, comm: parent.name, flags: 0 };
    const caller = { ...common, res: child, tid: pid, pid, ptid: parent.parent, vtid: pid, vpid: pid };
    const inside = { ...common, res: 0, tid: child, pid: child, ptid: pid, vtid: child, vpid: child };
    const type = op === 'vfork' ? T.PPME_SYSCALL_VFORK_20_X : T.PPME_SYSCALL_CLONE_20_X;
    if (op === 'fork') this.machine.event(type, pid, caller);
    this.machine.event(type, child, inside);
    if (op !== 'fork') this.machine.event(type, pid, caller);
    const { name, cwd, fds } = parent;
    this.processes.set(child, { name, parent: pid, cwd, fds: new Map(fds), threads: [child] });
  }

  private thread(pid: number, process: ModelProcess): void {
    const tid = this.nextId++;
    const params = {
      exe: process.name,
      comm: process.name,
      flags: CL_CLONE_THREAD,
      pid,
      ptid: process.parent,
      vpid: pid,
    };
    this.machine.event(T.PPME_SYSCALL_CLONE3_X, pid, { ...params, res: tid, tid: pid, vtid: pid });
    this.machine.event(T.PPME_SYSCALL_CLONE3_X, tid, { ...params, res: 0, tid, vtid: tid });
    process.threads.push(tid);
  }

  private endThread(process: ModelProcess): void {
    if (process.threads.length > 1) this.procexit(process.threads.pop() as number);
  }

  private exit(pid: number, process: ModelProcess): void {
    for (const tid of [...process.threads].reverse()) this.procexit(tid);
    for (const other of this.processes.values()) if (other.parent === pid) other.parent = 1;
    this.processes.delete(pid);
  }

  private procexit(tid: number): void {
    this.machine.event(T.PPME_PROCEXIT_1_E, tid, { status: 0, ret: 0, sig: 0, core: 0, reaper_tid: 0 });
  }

  private exec(pid: number, process: ModelProcess): void {
    const name = `prog${this.nextId++}`;
    const params = { res: 0, exe: name, comm: name, args: '', tid: pid, pid, ptid: process.parent, pgid: pid };
    this.machine.event(T.PPME_SYSCALL_EXECVE_19_X, pid, params);
    process.name = name;
    process.threads = [pid];
    for (const [number, info] of process.fds) if (info.cloexec) process.fds.delete(number);
  }

  private open(process: ModelProcess, number: number, cloexec: boolean): void {
    const name = `/f${this.nextId++}`;
    const flags = cloexec ? CLOEXEC : 0;
    this.machine.event(T.PPME_SYSCALL_OPENAT_2_X, this.some(process), { fd: number, dirfd: -100, name, flags });
    process.fds.set(number, { name, cloexec });
  }

  private close(process: ModelProcess, number: number): void {
    const res = process.fds.delete(number) ? 0 : -9;
    this.machine.event(T.PPME_SYSCALL_CLOSE_X, this.some(process), { res, fd: number });
  }

  private dup(process: ModelProcess, from: number, to: number): void {
    const info = process.fds.get(from);
    const params = { res: info === undefined ? -9 : to, oldfd: from, newfd: to };
    this.machine.event(T.PPME_SYSCALL_DUP2_X, this.some(process), params);
    if (info !== undefined) process.fds.set(to, { name: info.name, cloexec: false });
  }

  private mark(process: ModelProcess, number: number, cloexec: boolean): void {
    const info = process.fds.get(number);
    const params = { res: info === undefined ? -9 : 0, fd: number, cmd: 3, arg: cloexec ? 1 : 0 };
    this.machine.event(T.PPME_SYSCALL_FCNTL_X, this.some(process), params);
    if (info !== undefined) process.fds.set(number, { ...info, cloexec });
  }

  private chdir(pid: number, process: ModelProcess, path: string): void {
    this.machine.event(T.PPME_SYSCALL_CHDIR_X, pid, { res: 0, path });
    if (path === '..') process.cwd = process.cwd.replace(/[^/]+\/$/, '');
    else process.cwd = `${process.cwd}${path}/`;
  }

  check(): void {
    // An event that changes nothing lets the last exit or close take effect.
    this.machine.event(T.PPME_SYSCALL_READ_X, 1, { res: 0, fd: 900 });
    const { state } = this.machine;
    const expected = new Set([...this.processes.values()].flatMap((process) => process.threads));
    expect(state.threadCount).toBe(expected.size);
    for (const [pid, process] of this.processes) {
      const main = this.machine.thread(pid);
      expect(main).toMatchObject({ comm: process.name, ptid: process.parent, pid, cwd: process.cwd });
      expect(main.group?.count).toBe(process.threads.length);
      expect(main.group?.threads.map((thread) => thread.tid).sort()).toEqual([...process.threads].sort());
      expect(state.parent(main)?.tid ?? 0).toBe(process.parent);
      const names = [...process.fds].map(([number, info]) => [number, info.name]);
      for (const tid of process.threads) {
        expect(state.main(this.machine.thread(tid))).toBe(main);
        expect(this.machine.names(tid)).toEqual(names.sort((a, b) => Number(a[0]) - Number(b[0])));
      }
      const children = [...this.processes].filter(([, child]) => child.parent === pid).map(([child]) => child);
      expect(
        main.children
          .filter((child) => child.isMain())
          .map((child) => child.tid)
          .sort(),
      ).toEqual(children.sort());
    }
    const { added, removed, missed, faked, dropped } = state.table.counters;
    expect({ missed, faked, dropped }).toEqual({ missed: 0, faked: 0, dropped: 0 });
    expect(added - removed).toBeLessThanOrEqual(expected.size);
  }
}

test('agrees with a naive model of processes, threads and descriptors', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const model = new Model();
      for (const one of steps) model.run(one);
      model.check();
    }),
    { numRuns: 150 },
  );
});

test('any bytes in the parameters leave the engine working', () => {
  const types = fc.constantFrom(
    T.PPME_SYSCALL_OPENAT_2_X,
    T.PPME_SYSCALL_OPEN_X,
    T.PPME_SYSCALL_EXECVE_19_X,
    T.PPME_SYSCALL_CLONE_20_X,
    T.PPME_SOCKET_CONNECT_X,
    T.PPME_SOCKET_BIND_X,
    T.PPME_SOCKET_ACCEPT_5_X,
    T.PPME_SOCKET_RECVFROM_X,
    T.PPME_SOCKET_SENDTO_X,
    T.PPME_SYSCALL_MMAP_X,
    T.PPME_SYSCALL_FCNTL_X,
    T.PPME_SYSCALL_DUP3_X,
    T.PPME_SYSCALL_PIPE2_X,
    T.PPME_SYSCALL_CLOSE_RANGE_X,
    T.PPME_SYSCALL_PRLIMIT_X,
    T.PPME_PROCEXIT_1_E,
    T.PPME_USER_ADDED_E,
    T.PPME_SOCKET_CONNECT_E,
    T.PPME_SYSCALL_OPENAT_2_E,
  );
  const event = fc.record({
    type: types,
    tid: fc.constantFrom(1, 100, 101, 5000, -1),
    lengths: fc.array(fc.nat(40), { maxLength: 31 }),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const machine = new Machine();
      for (const { type, tid, lengths, seed } of events) machine.rawEvent(type, tid, lengths, seed);
      expect(machine.state.threadCount).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});
