import * as T from '@saker/schema/event-types.ts';
import { describe, expect, test } from 'vitest';
import { Machine, START_TS } from '../../testing/machine-fixture.ts';
import {
  CL_CHILD_IN_PIDNS,
  CL_CLONE_FILES,
  CL_CLONE_INVERTED,
  CL_CLONE_THREAD,
  CL_CLONE_VFORK,
} from '../thread-info.ts';

const CLONE = T.PPME_SYSCALL_CLONE_20_X;
const ID = '3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e';

const PARENT = {
  tid: 100,
  comm: 'bash',
  exe: '-bash',
  exePath: '/bin/bash',
  args: '-l\0',
  env: 'HOME=/root\0TERM=vt\0',
  cwd: '/root',
  sid: 90,
  pgid: 91,
  vpgid: 92,
  tty: 34816,
  loginUid: 1000,
  root: '/',
  exeWritable: true,
  exeIno: 5n,
  capEffective: 7n,
  fds: [{ fd: 0, name: '/dev/pts/0' }],
};

/** The caller's side of a clone: process 100 makes `child`. */
function inCaller(child: number, flags = 0) {
  return {
    res: child,
    exe: '-bash',
    args: ['-l'].map((s) => `${s}\0`).join(''),
    tid: 100,
    pid: 100,
    ptid: 1,
    fdlimit: 512,
    vm_size: 10,
    vm_rss: 20,
    vm_swap: 30,
    pgft_maj: 1,
    pgft_min: 2,
    comm: 'bash',
    cgroups: 'cpu=/user\0',
    flags,
    uid: 33,
    gid: 44,
    vtid: 100,
    vpid: 100,
  };
}

/** The child's side. */
function inChild(child: number, flags = 0, pid = child, ptid = 100) {
  return { ...inCaller(0, flags), tid: child, pid, ptid, vtid: child, vpid: pid };
}

describe('a new process', () => {
  const orders: readonly [what: string, order: readonly ('caller' | 'child')[]][] = [
    ['caller first', ['caller', 'child']],
    ['child first', ['child', 'caller']],
    ['caller only', ['caller']],
    ['child only', ['child']],
  ];

  test.each(orders)('%s', (_what, order) => {
    const m = new Machine([PARENT]);
    for (const side of order) {
      if (side === 'caller') m.event(CLONE, 100, inCaller(200));
      else m.event(CLONE, 200, inChild(200));
    }
    const child = m.thread(200);
    expect(child).toMatchObject({
      tid: 200,
      pid: 200,
      ptid: 100,
      vtid: 200,
      vpid: 200,
      comm: 'bash',
      exe: '-bash',
      exePath: '/bin/bash',
      cwd: '/root/',
      sid: 90,
      pgid: 91,
      vpgid: 92,
      tty: 34816,
      loginUid: 1000,
      uid: 33,
      gid: 44,
      fdLimit: 512,
      vmSize: 10,
      pfMinor: 2,
      exeWritable: true,
      exeIno: 5n,
      capEffective: 7n,
      cloneTs: START_TS + 1_000_000n,
    });
    expect(child.args).toEqual(['-l']);
    expect(child.env).toEqual(['HOME=/root', 'TERM=vt']);
    expect(child.cgroups).toEqual([['cpu', '/user']]);
    expect(m.names(200)).toEqual([[0, '/dev/pts/0']]);
    expect(m.state.parent(child)).toBe(m.thread(100));
    expect(m.thread(100).children).toEqual([child]);
    expect(m.state.threadCount).toBe(3);
  });

  test('its descriptors are its own', () => {
    const m = new Machine([PARENT]);
    m.event(CLONE, 100, inCaller(200));
    m.event(T.PPME_SYSCALL_OPEN_X, 200, { fd: 1, name: '/child', flags: 1 });
    m.event(T.PPME_SYSCALL_OPEN_X, 100, { fd: 2, name: '/parent', flags: 1 });
    expect(m.names(200)).toEqual([
      [0, '/dev/pts/0'],
      [1, '/child'],
    ]);
    expect(m.names(100)).toEqual([
      [0, '/dev/pts/0'],
      [2, '/parent'],
    ]);
  });

  test.each([
    ['vfork', T.PPME_SYSCALL_VFORK_20_X, 0],
    ['CLONE_VFORK', CLONE, CL_CLONE_VFORK],
    ['a child in a pid namespace', CLONE, CL_CHILD_IN_PIDNS],
    ['CLONE_NEWPID', CLONE, 1 << 6],
    ['CLONE_PARENT', CLONE, 1 << 8],
  ])('%s is left to the child', (_what, type, flags) => {
    const m = new Machine([PARENT]);
    m.event(type, 100, inCaller(200, flags));
    expect(m.state.thread(200)).toBeUndefined();
    m.event(type, 200, inChild(200, flags));
    expect(m.thread(200).pid).toBe(200);
  });

  test('a failed clone makes nothing, and no unknown thread up', () => {
    const m = new Machine([PARENT]);
    const out = m.event(CLONE, 555, inCaller(-11));
    expect(out).toMatchObject({ visible: true, thread: undefined });
    expect(m.state.threadCount).toBe(2);
  });

  test('a caller whose clone returns after the child is gone does not bring it back', () => {
    const m = new Machine([PARENT]);
    m.event(CLONE, 200, inChild(200));
    m.event(T.PPME_PROCEXIT_1_E, 200, { status: 0, ret: 0, sig: 0, core: 0, reaper_tid: 0 });
    m.event(CLONE, 100, inCaller(200));
    expect(m.state.thread(200)).toBeUndefined();
  });

  test('an entry with the same id is another thread whose end was missed', () => {
    const m = new Machine([PARENT, { tid: 200, comm: 'old', ptid: 1 }]);
    m.event(CLONE, 100, inCaller(200));
    expect(m.thread(200)).toMatchObject({ comm: 'bash', ptid: 100 });
    expect(m.thread(1).children.map((t) => t.tid)).toEqual([100]);
  });

  test("the child's event after two seconds is another thread's", () => {
    const m = new Machine([PARENT]);
    m.event(CLONE, 100, inCaller(200));
    const first = m.thread(200);
    m.event(CLONE, 200, inChild(200), { ts: START_TS + 1_000_000n + 1_999_999_999n });
    expect(m.thread(200)).toBe(first);
    m.event(CLONE, 200, inChild(200), { ts: START_TS + 1_000_000n + 2_000_000_000n });
    expect(m.thread(200)).not.toBe(first);
    expect(m.state.threadCount).toBe(3);
  });
});

describe('a new thread', () => {
  test.each(['caller', 'child'] as const)('from the %s', (side) => {
    const m = new Machine([PARENT]);
    if (side === 'caller') m.event(CLONE, 100, inCaller(101, CL_CLONE_THREAD));
    else m.event(CLONE, 101, inChild(101, CL_CLONE_THREAD, 100, 1));
    const thread = m.thread(101);
    expect(thread).toMatchObject({ pid: 100, ptid: 1, cwd: '' });
    expect(thread.flags & CL_CLONE_FILES).toBe(CL_CLONE_FILES);
    expect(thread.isMain()).toBe(false);
    expect(m.state.main(thread)).toBe(m.thread(100));
    expect(thread.fds).toBe(m.thread(100).fds);
    expect(m.state.cwd(thread)).toBe('/root/');
    expect(m.thread(100).group?.count).toBe(2);
    m.event(T.PPME_SYSCALL_OPEN_X, 101, { fd: 1, name: 'x', flags: 1 });
    expect(m.names(100)).toContainEqual([1, '/root/x']);
  });
});

describe('unknown threads', () => {
  test('are made up on their first event', () => {
    const m = new Machine();
    const out = m.event(T.PPME_SYSCALL_READ_X, 777, { res: 0, fd: 3 });
    expect(out.thread).toMatchObject({
      tid: 777,
      pid: -1,
      ptid: -1,
      comm: '<NA>',
      exe: '<NA>',
      uid: 0xffffffff,
      loginUid: 0xffffffff,
    });
    expect(out.thread?.isInvalid()).toBe(true);
    expect(m.state.table.counters.faked).toBe(1);
  });

  test('become known as callers of clone', () => {
    const m = new Machine();
    m.event(CLONE, 777, { ...inCaller(778), pid: 777, ptid: 1, vtid: 777, vpid: 777 });
    expect(m.thread(777)).toMatchObject({ pid: 777, ptid: 1, comm: 'bash', exe: '-bash' });
    expect(m.state.parent(m.thread(778))).toBe(m.thread(777));
    expect(m.thread(778).cwd).toBe('');
  });

  test('become known as main threads of threads', () => {
    const m = new Machine();
    m.event(CLONE, 778, { ...inChild(778, CL_CLONE_THREAD, 777, 1), vpid: 5 });
    expect(m.thread(777)).toMatchObject({ pid: 777, ptid: 1, vpid: 5, vtid: 5, comm: 'bash' });
    expect(m.state.main(m.thread(778))).toBe(m.thread(777));
  });

  test('a parent that is unknown stays so, and the child has none', () => {
    const m = new Machine();
    m.event(CLONE, 778, { ...inChild(778), ptid: 777 });
    expect(m.thread(777).isInvalid()).toBe(true);
    expect(m.thread(778).ptid).toBe(0);
    expect(m.state.parent(m.thread(778))).toBeUndefined();
  });
});

describe('containers', () => {
  const cgroups = `cpu=/docker/${ID}\0`;

  test('the child is placed by its own event only', () => {
    const m = new Machine([PARENT]);
    m.event(CLONE, 100, { ...inCaller(200), cgroups });
    expect(m.thread(200).containerId).toBe('');
    m.event(CLONE, 200, { ...inChild(200), cgroups });
    // Known already: the event changes nothing but the container.
    expect(m.thread(200).containerId).toBe('3ad7b26ded6d');
  });

  test('start of the pid namespace counts from the boot', () => {
    const m = new Machine([PARENT]);
    m.state.bootTs = 1000n;
    m.event(CLONE, 200, { ...inChild(200, CL_CHILD_IN_PIDNS), vtid: 1, vpid: 1, pidns_init_start_ts: 5n });
    expect(m.thread(200).pidnsInitStartTs).toBe(1005n);
    expect(m.thread(200).flags & CL_CLONE_INVERTED).toBe(CL_CLONE_INVERTED);
    expect(m.thread(200).group?.reaper).toBe(true);
  });
});

test('a full table drops new threads and counts them', () => {
  const m = new Machine([PARENT], { maxThreads: 2 });
  const out = m.event(T.PPME_SYSCALL_READ_X, 777, { res: 0, fd: 3 });
  expect(out).toMatchObject({ visible: true, thread: undefined, fdNum: -1 });
  m.event(CLONE, 100, inCaller(200));
  expect(m.state.threadCount).toBe(2);
  expect(m.state.table.counters.dropped).toBe(2);
});
