import * as T from '@saker/schema/event-types.ts';
import { describe, expect, test } from 'vitest';
import { type FixtureProcess, Machine } from '../../testing/machine-fixture.ts';
import { CL_CHILD_IN_PIDNS, CL_CLONE_THREAD } from '../thread-info.ts';

function exit(m: Machine, tid: number, reaper = 0): void {
  m.event(T.PPME_PROCEXIT_1_E, tid, { status: 0, ret: 0, sig: 0, core: 0, reaper_tid: reaper });
}

/** Something that lets the exit take effect. */
function next(m: Machine): void {
  m.event(T.PPME_SYSCALL_READ_X, 1, { res: 0, fd: 0 });
}

function thread(m: Machine, tid: number, pid: number): void {
  const params = { res: tid, exe: 'p', tid: pid, pid, ptid: 1, flags: CL_CLONE_THREAD, vtid: pid, vpid: pid };
  m.event(T.PPME_SYSCALL_CLONE_20_X, pid, params);
}

test('rules still see the thread; the next event does not', () => {
  const m = new Machine();
  exit(m, 100);
  expect(m.thread(100).isDead()).toBe(true);
  expect(m.thread(100).group?.count).toBe(0);
  next(m);
  expect(m.state.thread(100)).toBeUndefined();
  expect(m.thread(1).children).toEqual([]);
});

test('an exit of an unknown thread makes none up', () => {
  const m = new Machine();
  const out = m.event(T.PPME_PROCEXIT_1_E, 777, { status: 0, ret: 0, sig: 0, core: 0, reaper_tid: 0 });
  expect(out).toMatchObject({ visible: true, thread: undefined });
});

describe('processes with several threads', () => {
  test('the main thread stays until the last has gone', () => {
    const m = new Machine([{ tid: 100, fds: [{ fd: 3, name: '/x' }] }]);
    thread(m, 101, 100);
    exit(m, 100);
    next(m);
    expect(m.thread(100).isDead()).toBe(true);
    expect(m.thread(101).fds.get(3)?.name).toBe('/x');
    exit(m, 101);
    next(m);
    expect(m.state.thread(100)).toBeUndefined();
    expect(m.state.thread(101)).toBeUndefined();
    expect(m.state.threadCount).toBe(1);
  });

  test('other threads go at once', () => {
    const m = new Machine();
    thread(m, 101, 100);
    exit(m, 101);
    next(m);
    expect(m.thread(100).group).toMatchObject({ count: 1, threads: [m.thread(100)] });
  });
});

describe('orphans', () => {
  const family: readonly FixtureProcess[] = [
    { tid: 10, ptid: 1 },
    { tid: 20, ptid: 10 },
    { tid: 30, ptid: 20 },
    { tid: 31, ptid: 20 },
  ];

  test('go where the kernel says', () => {
    const m = new Machine(family);
    exit(m, 20, 10);
    next(m);
    expect(m.thread(30).ptid).toBe(10);
    expect(m.thread(31).ptid).toBe(10);
    expect(m.thread(10).group?.reaper).toBe(true);
  });

  test('go to init where the kernel does not say', () => {
    const m = new Machine(family);
    const version = m.thread(30).version;
    const tree = m.state.treeVersion;
    exit(m, 20, 0);
    next(m);
    expect(m.thread(30).ptid).toBe(1);
    expect(m.thread(30).version).toBeGreaterThan(version);
    expect(m.state.treeVersion).toBeGreaterThan(tree);
  });

  test('go to the nearest process that asked for them', () => {
    const m = new Machine(family);
    m.event(T.PPME_SYSCALL_PRCTL_X, 10, { res: 0, option: 36, arg2_str: '', arg2_int: 1 });
    exit(m, 20, -1);
    next(m);
    expect(m.thread(30).ptid).toBe(10);
  });

  test('asking can be taken back, and other options do not ask', () => {
    const m = new Machine(family);
    m.event(T.PPME_SYSCALL_PRCTL_X, 10, { res: 0, option: 36, arg2_str: '', arg2_int: 1 });
    m.event(T.PPME_SYSCALL_PRCTL_X, 10, { res: 0, option: 15, arg2_str: 'name', arg2_int: 0 });
    expect(m.thread(10).group?.reaper).toBe(true);
    m.event(T.PPME_SYSCALL_PRCTL_X, 10, { res: 0, option: 36, arg2_str: '', arg2_int: 0 });
    expect(m.thread(10).group?.reaper).toBe(false);
  });

  test('go to another thread of the process', () => {
    const m = new Machine(family);
    thread(m, 21, 20);
    exit(m, 20, 0);
    next(m);
    expect(m.thread(30).ptid).toBe(21);
  });

  test('do not leave their pid namespace', () => {
    const m = new Machine([
      { tid: 10, ptid: 1 },
      { tid: 20, ptid: 10, vtid: 2, vpid: 2, flags: CL_CHILD_IN_PIDNS },
      { tid: 30, ptid: 20, vtid: 3, vpid: 3, flags: CL_CHILD_IN_PIDNS },
    ]);
    exit(m, 20, 0);
    next(m);
    expect(m.thread(30).ptid).toBe(0);
    expect(m.state.parent(m.thread(30))).toBeUndefined();
  });

  test('have no parent where a loop has no end', () => {
    const m = new Machine([
      { tid: 10, ptid: 20 },
      { tid: 20, ptid: 10 },
      { tid: 30, ptid: 20 },
    ]);
    exit(m, 20, 0);
    next(m);
    expect(m.thread(30).ptid).toBe(0);
  });

  test('events of old captures say nothing of reapers', () => {
    const m = new Machine(family);
    m.event(T.PPME_PROCEXIT_1_E, 20, { status: 0 }, { nparams: 1 });
    next(m);
    expect(m.thread(30).ptid).toBe(1);
  });
});
