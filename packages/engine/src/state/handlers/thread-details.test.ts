import * as T from '@saker/schema/event-types.ts';
import { describe, expect, test } from 'vitest';
import { Machine } from '../../testing/machine-fixture.ts';
import { FD_DIRECTORY } from '../fd-info.ts';
import { CL_CLONE_NEWUSER, CL_CLONE_THREAD, type ThreadInfo } from '../thread-info.ts';

type Params = Parameters<Machine['event']>[2];
const ALL_CAPS = 0x1ff_ffff_ffffn;

const changes: readonly [what: string, event: number, params: Params, expected: Partial<ThreadInfo>][] = [
  ['setuid', T.PPME_SYSCALL_SETUID_X, { res: 0, uid: 33 }, { uid: 33 }],
  ['setreuid', T.PPME_SYSCALL_SETREUID_X, { res: 0, ruid: 1, euid: 33 }, { uid: 33 }],
  ['setresuid', T.PPME_SYSCALL_SETRESUID_X, { res: 0, ruid: 1, euid: 33, suid: 2 }, { uid: 33 }],
  ['setgid', T.PPME_SYSCALL_SETGID_X, { res: 0, gid: 44 }, { gid: 44 }],
  ['setregid', T.PPME_SYSCALL_SETREGID_X, { res: 0, rgid: 1, egid: 44 }, { gid: 44 }],
  ['setresgid', T.PPME_SYSCALL_SETRESGID_X, { res: 0, rgid: 1, egid: 44, sgid: 2 }, { gid: 44 }],
  ['setsid', T.PPME_SYSCALL_SETSID_X, { res: 55 }, { sid: 55 }],
  [
    'capset',
    T.PPME_SYSCALL_CAPSET_X,
    { res: 0, cap_inheritable: 1n, cap_permitted: 2n, cap_effective: 3n },
    { capInheritable: 1n, capPermitted: 2n, capEffective: 3n },
  ],
  ['unshare', T.PPME_SYSCALL_UNSHARE_X, { res: 0, flags: CL_CLONE_NEWUSER }, { capEffective: ALL_CAPS }],
  ['setns', T.PPME_SYSCALL_SETNS_X, { res: 0, fd: 3, nstype: CL_CLONE_NEWUSER }, { capPermitted: ALL_CAPS }],
  ['chdir', T.PPME_SYSCALL_CHDIR_X, { res: 0, path: '../x' }, { cwd: '/home/x/' }],
  ['chdir to the root', T.PPME_SYSCALL_CHDIR_X, { res: 0, path: '/' }, { cwd: '/' }],
  ['fchdir', T.PPME_SYSCALL_FCHDIR_X, { res: 0, fd: 7 }, { cwd: '/srv/d/' }],
  ['getcwd', T.PPME_SYSCALL_GETCWD_X, { res: 9, path: '/moved' }, { cwd: '/moved/' }],
  ['chroot', T.PPME_SYSCALL_CHROOT_X, { res: 0, path: '/jail' }, { root: '/jail' }],
  ['chroot, relative', T.PPME_SYSCALL_CHROOT_X, { res: 0, path: 'jail/.' }, { root: '/home/u/jail' }],
  ['setrlimit', T.PPME_SYSCALL_SETRLIMIT_X, { res: 0, cur: 64, max: 128, resource: 7 }, { fdLimit: 64 }],
  ['getrlimit', T.PPME_SYSCALL_GETRLIMIT_X, { res: 0, cur: 64, max: 128, resource: 7 }, { fdLimit: 64 }],
  ['prlimit', T.PPME_SYSCALL_PRLIMIT_X, { res: 0, newcur: 64, pid: 0, resource: 7 }, { fdLimit: 64 }],
];

function machine(): Machine {
  return new Machine([{ tid: 100, cwd: '/home/u', fds: [{ fd: 7, type: FD_DIRECTORY, name: '/srv/d' }] }]);
}

describe('changes that rules see', () => {
  test.each(changes)('%s', (_what, event, params, expected) => {
    const m = machine();
    const { version } = m.thread(100);
    m.event(event, 100, params);
    expect(m.thread(100)).toMatchObject(expected);
    expect(m.thread(100).version).toBeGreaterThan(version);
  });

  test.each(changes)('%s that failed', (_what, event, params, expected) => {
    const m = machine();
    const { version } = m.thread(100);
    m.event(event, 100, { ...params, res: -1 });
    expect(m.thread(100)).not.toMatchObject(expected);
    expect(m.thread(100).version).toBe(version);
  });

  test.each(changes)('%s raises the version of the children too, by the tree', (_what, event, params) => {
    const m = new Machine([
      { tid: 100, cwd: '/home/u', fds: [{ fd: 7, type: FD_DIRECTORY, name: '/srv/d' }] },
      { tid: 200, ptid: 100 },
    ]);
    const tree = m.state.treeVersion;
    m.event(event, 100, params);
    expect(m.state.treeVersion).toBeGreaterThan(tree);
  });
});

test('what did not change does not raise the version', () => {
  const m = machine();
  const { version } = m.thread(100);
  m.event(T.PPME_SYSCALL_SETUID_X, 100, { res: 0, uid: 0 });
  m.event(T.PPME_SYSCALL_CHDIR_X, 100, { res: 0, path: '.' });
  m.event(T.PPME_SYSCALL_SETRLIMIT_X, 100, { res: 0, cur: 64, max: 128, resource: 3 });
  m.event(T.PPME_SYSCALL_UNSHARE_X, 100, { res: 0, flags: 0 });
  m.event(T.PPME_SYSCALL_READ_X, 100, { res: 0, fd: 7 });
  m.event(T.PPME_SYSCALL_BRK_4_X, 100, { res: 1n, vm_size: 10, vm_rss: 20, vm_swap: 30 });
  expect(m.thread(100).version).toBe(version);
});

test('threads share directory and limits, and each sees them change', () => {
  const m = machine();
  const clone = { res: 101, exe: 'p', tid: 100, pid: 100, ptid: 1, flags: CL_CLONE_THREAD, vtid: 100, vpid: 100 };
  m.event(T.PPME_SYSCALL_CLONE_20_X, 100, clone);
  const { version } = m.thread(101);
  m.event(T.PPME_SYSCALL_CHDIR_X, 100, { res: 0, path: '/a' });
  expect(m.state.cwd(m.thread(101))).toBe('/a/');
  expect(m.thread(101).version).toBeGreaterThan(version);
  // From another thread a relative path starts from nothing, as upstream has it.
  m.event(T.PPME_SYSCALL_CHDIR_X, 101, { res: 0, path: 'b' });
  expect(m.thread(100).cwd).toBe('b/');
  m.event(T.PPME_SYSCALL_SETRLIMIT_X, 101, { res: 0, cur: 5, max: 5, resource: 7 });
  expect(m.thread(100).fdLimit).toBe(5);
});

test('prlimit works on others, and makes unknown ones up', () => {
  const m = new Machine([{ tid: 100 }, { tid: 200 }]);
  m.event(T.PPME_SYSCALL_PRLIMIT_X, 100, { res: 0, newcur: 64, pid: 200, resource: 7 });
  expect(m.thread(200).fdLimit).toBe(64);
  expect(m.thread(100).fdLimit).toBe(1024);
  m.event(T.PPME_SYSCALL_PRLIMIT_X, 100, { res: 0, newcur: 64, pid: 300, resource: 7 });
  expect(m.thread(300).isInvalid()).toBe(true);
});

describe('memory', () => {
  test.each([
    ['brk', T.PPME_SYSCALL_BRK_4_X, { res: 1n }],
    ['mmap', T.PPME_SYSCALL_MMAP_X, { res: 1, fd: -1 }],
    ['munmap', T.PPME_SYSCALL_MUNMAP_X, { res: 0 }],
  ])('%s tells sizes', (_what, event, params) => {
    const m = machine();
    m.event(event, 100, { ...params, vm_size: 10, vm_rss: 20, vm_swap: 30 });
    expect(m.thread(100)).toMatchObject({ vmSize: 10, vmRss: 20, vmSwap: 30 });
    m.event(event, 100, { ...params, vm_size: 11 });
    expect(m.thread(100)).toMatchObject({ vmSize: 11, vmRss: 20, vmSwap: 30 });
    m.event(event, 100, params);
    expect(m.thread(100)).toMatchObject({ vmSize: 11, vmRss: 20, vmSwap: 30 });
  });

  test('mmap shows the file', () => {
    const m = machine();
    const out = m.event(T.PPME_SYSCALL_MMAP_X, 100, { res: 1, vm_size: 1, vm_rss: 1, vm_swap: 1, fd: 7 });
    expect(out).toMatchObject({ fdNum: 7, fd: { name: '/srv/d' } });
  });

  test('a switch tells of known threads only', () => {
    const m = machine();
    const params = { next: 1, pgft_maj: 1, pgft_min: 2, vm_size: 3, vm_rss: 4, vm_swap: 5 };
    const out = m.event(T.PPME_SCHEDSWITCH_6_E, 100, params);
    expect(out.thread).toMatchObject({ tid: 100, pfMajor: 1, pfMinor: 2, vmSize: 3, vmRss: 4, vmSwap: 5 });
    expect(m.event(T.PPME_SCHEDSWITCH_6_E, 777, params).thread).toBeUndefined();
  });
});
