import * as T from '@saker/schema/event-types.ts';
import { describe, expect, test } from 'vitest';
import { Machine, START_TS } from '../../testing/machine-fixture.ts';
import { FD_DIRECTORY } from '../fd-info.ts';
import { CL_CLONE_THREAD, CL_PIPE_SRC } from '../thread-info.ts';

const EXEC = T.PPME_SYSCALL_EXECVE_19_X;
const CLOEXEC = 1 << 12;
const ID = '3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e';

const PARAMS = {
  res: 0,
  exe: 'ls',
  args: '-l\0/tmp\0',
  tid: 100,
  pid: 100,
  ptid: 1,
  fdlimit: 256,
  pgft_maj: 1,
  pgft_min: 2,
  vm_size: 3,
  vm_rss: 4,
  vm_swap: 5,
  comm: 'ls',
  cgroups: 'cpu=/a\0',
  env: 'A=1\0B=2\0',
  tty: 7,
  vpgid: 8,
  loginuid: 9,
  flags: 1 | 4,
  cap_inheritable: 10n,
  cap_permitted: 11n,
  cap_effective: 12n,
  exe_ino: 13n,
  exe_ino_ctime: 14n,
  exe_ino_mtime: 15n,
  uid: 16,
  trusted_exepath: '/usr/bin/ls (deleted)',
  pgid: 17,
  gid: 18,
  filename: '/usr/bin/ls',
};

test('a program takes the place of another', () => {
  const m = new Machine([{ tid: 100, comm: 'sh', exe: 'sh', sid: 5 }]);
  const version = m.thread(100).version;
  m.event(EXEC, 100, PARAMS);
  const thread = m.thread(100);
  expect(thread).toMatchObject({
    comm: 'ls',
    exe: 'ls',
    exePath: '/usr/bin/ls',
    fdLimit: 256,
    pfMajor: 1,
    vmSwap: 5,
    tty: 7,
    vpgid: 8,
    loginUid: 9,
    exeWritable: true,
    exeUpperLayer: false,
    exeFromMemfd: true,
    exeLowerLayer: false,
    capInheritable: 10n,
    capPermitted: 11n,
    capEffective: 12n,
    exeIno: 13n,
    exeInoCtime: 14n,
    exeInoMtime: 15n,
    uid: 16,
    gid: 18,
    pgid: 17,
    sid: 5,
    lastExecTs: START_TS + 1_000_000n,
  });
  expect(thread.args).toEqual(['-l', '/tmp']);
  expect(thread.env).toEqual(['A=1', 'B=2']);
  expect(thread.cgroups).toEqual([['cpu', '/a']]);
  expect(thread.version).toBeGreaterThan(version);
});

test('a failed exec changes nothing', () => {
  const m = new Machine([{ tid: 100, comm: 'sh' }]);
  const version = m.thread(100).version;
  m.event(EXEC, 100, { ...PARAMS, res: -2 });
  expect(m.thread(100)).toMatchObject({ comm: 'sh', version });
});

test('descriptors marked so are closed', () => {
  const m = new Machine([
    {
      tid: 100,
      fds: [
        { fd: 0, type: 16, name: '/keep' },
        { fd: 3, type: 16, name: '/drop', openFlags: CLOEXEC },
        { fd: 300, type: 16, name: '/drop too', openFlags: CLOEXEC },
      ],
    },
  ]);
  m.event(EXEC, 100, PARAMS);
  expect(m.names(100)).toEqual([[0, '/keep']]);
});

test('missing parameters leave what was known', () => {
  const m = new Machine([{ tid: 100, exePath: '/bin/sh', loginUid: 5, env: 'X=1\0', uid: 3, pgid: 50, tty: 4 }]);
  m.event(EXEC, 100, { ...PARAMS }, { nparams: 31 });
  const old = new Machine([{ tid: 100, exePath: '/bin/sh', loginUid: 5, env: 'X=1\0', uid: 3, pgid: 50, tty: 4 }]);
  const { res, exe, args, tid, pid, ptid, fdlimit } = PARAMS;
  old.event(EXEC, 100, { res, exe, args, tid, pid, ptid, fdlimit });
  const thread = old.thread(100);
  // Without name, the first argument has to do; the process group is told by today's events only.
  expect(thread).toMatchObject({ comm: 'ls', exePath: '/bin/sh', loginUid: 5, uid: 3, tty: 4, pgid: -1 });
  expect(thread.env).toEqual(['X=1']);
});

describe('paths of old captures come from the enter event', () => {
  const dir = { fd: 7, type: FD_DIRECTORY, name: '/opt/bin' };
  const run = (type: number, params: Parameters<Machine['event']>[2]) => {
    const m = new Machine([{ tid: 100, cwd: '/home/u', fds: [dir] }]);
    expect(m.event(type, 100, params).visible).toBe(false);
    m.event(EXEC, 100, { ...PARAMS, trusted_exepath: undefined });
    return m.thread(100).exePath;
  };
  test.each([
    ['./tool', '/home/u/tool'],
    ['/bin/../sbin/x', '/sbin/x'],
    ['<NA>', '<NA>'],
  ])('execve %s', (filename, path) => {
    expect(run(T.PPME_SYSCALL_EXECVE_19_E, { filename })).toBe(path);
  });
  test.each([
    [7, 'tool', 0, '/opt/bin/tool'],
    [-100, 'tool', 0, '/home/u/tool'],
    [9, 'tool', 0, '<NA>'],
    [7, undefined, 1, '/opt/bin'],
    [7, undefined, 0, '<NA>'],
    [7, '/abs', 0, '/abs'],
  ])('execveat %i %s %i', (dirfd, pathname, flags, path) => {
    expect(run(T.PPME_SYSCALL_EXECVEAT_E, { dirfd, pathname, flags })).toBe(path);
  });
});

describe('processes with several threads', () => {
  const clone = (m: Machine, tid: number) =>
    m.event(T.PPME_SYSCALL_CLONE_20_X, 100, {
      res: tid,
      exe: 'p',
      tid: 100,
      pid: 100,
      ptid: 1,
      flags: CL_CLONE_THREAD,
      vtid: 100,
      vpid: 100,
    });

  test('exec ends the others', () => {
    const m = new Machine();
    clone(m, 101);
    clone(m, 102);
    m.event(EXEC, 100, PARAMS);
    expect(m.state.thread(101)).toBeUndefined();
    expect(m.state.thread(102)).toBeUndefined();
    expect(m.thread(100).group).toMatchObject({ count: 1, threads: [m.thread(100)] });
  });

  test('a dead main thread lives again when another thread execs', () => {
    const m = new Machine();
    clone(m, 101);
    m.event(T.PPME_PROCEXIT_1_E, 100, { status: 0, ret: 0, sig: 0, core: 0, reaper_tid: 0 });
    m.event(EXEC, 100, PARAMS);
    expect(m.thread(100).isDead()).toBe(false);
    expect(m.state.thread(101)).toBeUndefined();
    expect(m.thread(100).group?.count).toBe(1);
  });
});

test('a thread made up becomes a process', () => {
  const m = new Machine();
  m.event(EXEC, 777, { ...PARAMS, tid: 777, pid: 777 });
  expect(m.thread(777)).toMatchObject({ pid: 777, ptid: 1, vtid: 777, vpid: 777, comm: 'ls' });
  expect(m.state.parent(m.thread(777))?.tid).toBe(1);
});

test('the container is found anew', () => {
  const m = new Machine();
  m.event(EXEC, 100, { ...PARAMS, cgroups: `cpu=/docker/${ID}\0` });
  expect(m.thread(100).containerId).toBe('3ad7b26ded6d');
  m.event(EXEC, 100, PARAMS);
  expect(m.thread(100).containerId).toBe('');
});

test('being part of a shell pipe outlasts exec, other flags do not', () => {
  const m = new Machine([{ tid: 100, fds: [{ fd: 5, name: '/x' }] }]);
  m.event(T.PPME_SYSCALL_DUP2_X, 100, { res: 1, oldfd: 5, newfd: 1 });
  m.thread(100).flags |= CL_CLONE_THREAD;
  m.event(EXEC, 100, PARAMS);
  expect(m.thread(100).flags & CL_PIPE_SRC).toBe(CL_PIPE_SRC);
  expect(m.thread(100).flags & CL_CLONE_THREAD).toBe(0);
});

test('durations since the executable changed', () => {
  const m = new Machine();
  const ctime = START_TS - 5_000n;
  m.event(T.PPME_SYSCALL_CLONE_20_X, 200, {
    res: 0,
    exe: 'p',
    tid: 200,
    pid: 200,
    ptid: 100,
    flags: 0,
    vtid: 200,
    vpid: 200,
  });
  const cloned = m.ts;
  m.thread(200).pidnsInitStartTs = ctime - 100n;
  m.event(EXEC, 200, { ...PARAMS, tid: 200, pid: 200, exe_ino_ctime: ctime });
  expect(m.thread(200).exeInoCtimeDurationCloneTs).toBe(cloned - ctime);
  expect(m.thread(200).exeInoCtimeDurationPidnsStart).toBe(100n);
  // Changed after the clone: the difference wraps as an unsigned number does.
  m.event(EXEC, 200, { ...PARAMS, tid: 200, pid: 200, exe_ino_ctime: cloned + 1n });
  expect(m.thread(200).exeInoCtimeDurationCloneTs).toBe(0xffff_ffff_ffff_ffffn);
});
