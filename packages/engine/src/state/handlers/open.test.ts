import * as T from '@saker/schema/event-types.ts';
import { describe, expect, test } from 'vitest';
import { Machine } from '../../testing/machine-fixture.ts';
import { FD_DIRECTORY, FD_FILE_V2, FDF_OVERLAY_LOWER, FDF_OVERLAY_UPPER } from '../fd-info.ts';

const AT_FDCWD = -100;
const O_DIRECTORY = 1 << 10;

function machine(): Machine {
  return new Machine([
    {
      tid: 100,
      cwd: '/home/u',
      fds: [
        { fd: 7, type: FD_DIRECTORY, name: '/srv/data' },
        { fd: 8, type: FD_DIRECTORY, name: '/' },
      ],
    },
  ]);
}

const openat: readonly [what: string, dirfd: number, name: string, path: string][] = [
  ['absolute', 7, '/etc/passwd', '/etc/passwd'],
  ['absolute, not normal', AT_FDCWD, '/etc/./x/../passwd', '/etc/passwd'],
  ['relative to the working directory', AT_FDCWD, 'notes', '/home/u/notes'],
  ['climbing', AT_FDCWD, '../v/x', '/home/v/x'],
  ['relative to a directory', 7, 'a/b', '/srv/data/a/b'],
  ['relative to the root', 8, 'a', '/a'],
  ['relative to an unknown descriptor', 9, 'a', '<UNKNOWN>a'],
  ['relative to no descriptor', -1, 'a', '<UNKNOWN>a'],
];

describe('openat', () => {
  test.each(openat)('%s', (_what, dirfd, name, path) => {
    const m = machine();
    const out = m.event(T.PPME_SYSCALL_OPENAT_2_X, 100, { fd: 3, dirfd, name, flags: 1, mode: 0, dev: 5, ino: 77 });
    expect(out.fd).toMatchObject({ type: FD_FILE_V2, name: path, nameRaw: name, openFlags: 1, dev: 5, ino: 77 });
    expect(out).toMatchObject({ visible: true, fdNum: 3, fdNameChanged: true });
    expect(m.thread(100).fds.get(3)).toBe(out.fd);
  });

  test.each(openat)('openat2: %s', (_what, dirfd, name, path) => {
    const params = { fd: 3, dirfd, name, flags: 1, mode: 0, resolve: 0, dev: 5, ino: 77 };
    const out = machine().event(T.PPME_SYSCALL_OPENAT2_X, 100, params);
    expect(out.fd).toMatchObject({ name: path, nameRaw: name, dev: 5, ino: 77 });
  });

  test('a name that the kernel could not read', () => {
    const out = machine().event(T.PPME_SYSCALL_OPENAT_2_X, 100, { fd: 3, dirfd: AT_FDCWD, flags: 1 });
    expect(out.fd?.name).toBe('/home/u/<NA>');
    expect(out.fd?.nameRaw).toBe('<NA>');
  });

  test('a directory, and the layers of an overlay', () => {
    const flags = O_DIRECTORY | (1 << 15) | (1 << 16);
    const out = machine().event(T.PPME_SYSCALL_OPENAT_2_X, 100, { fd: 3, dirfd: AT_FDCWD, name: '/d', flags });
    expect(out.fd).toMatchObject({ type: FD_DIRECTORY, flags: FDF_OVERLAY_UPPER | FDF_OVERLAY_LOWER });
  });

  test('a failed call opens nothing', () => {
    const m = machine();
    const out = m.event(T.PPME_SYSCALL_OPENAT_2_X, 100, { fd: -2, dirfd: AT_FDCWD, name: '/x', flags: 1 });
    expect(out).toMatchObject({ visible: true, fd: undefined, fdNum: -1, fdNameChanged: false });
    expect(m.thread(100).fds.size).toBe(2);
  });

  test('inode numbers keep all 64 bits', () => {
    const ino = 0xffff_ffff_ffff_fffen;
    const out = machine().event(T.PPME_SYSCALL_OPENAT_2_X, 100, { fd: 3, dirfd: 7, name: '/x', flags: 1, dev: 1, ino });
    expect(out.fd?.ino).toBe(ino);
  });
});

describe('other ways to open', () => {
  test('open', () => {
    const out = machine().event(T.PPME_SYSCALL_OPEN_X, 100, { fd: 3, name: 'n', flags: 3, mode: 0, dev: 9, ino: 4 });
    expect(out.fd).toMatchObject({ name: '/home/u/n', nameRaw: 'n', openFlags: 3, dev: 9, ino: 4 });
  });

  test('creat has its layer in a parameter of its own', () => {
    const params = { fd: 3, name: 'n', mode: 0, dev: 9, ino: 4, creat_flags: 1 };
    const out = machine().event(T.PPME_SYSCALL_CREAT_X, 100, params);
    expect(out.fd).toMatchObject({ name: '/home/u/n', openFlags: 1 << 15, flags: FDF_OVERLAY_UPPER });
  });

  test('open_by_handle_at gives the path', () => {
    const params = { fd: 3, mountfd: 7, flags: 1, path: '/mnt//f', dev: 1, ino: 2 };
    expect(machine().event(T.PPME_SYSCALL_OPEN_BY_HANDLE_AT_X, 100, params).fd?.name).toBe('/mnt/f');
  });
});

describe('what the enter event said counts', () => {
  test('name, directory and flags; flags that only the exit knows are added', () => {
    const m = machine();
    const entered = m.event(T.PPME_SYSCALL_OPENAT_2_E, 100, { dirfd: 7, name: 'real', flags: 1, mode: 0 });
    expect(entered.visible).toBe(false);
    const created = 1 << 14;
    const params = { fd: 3, dirfd: AT_FDCWD, name: '/fake', flags: 3 | created, dev: 1, ino: 1 };
    const out = m.event(T.PPME_SYSCALL_OPENAT_2_X, 100, params);
    expect(out.fd).toMatchObject({ name: '/srv/data/real', nameRaw: 'real', openFlags: 1 | created });
  });

  test('unless another event came between', () => {
    const m = machine();
    m.event(T.PPME_SYSCALL_OPENAT_2_E, 100, { dirfd: 7, name: 'real', flags: 1, mode: 0 });
    m.event(T.PPME_SYSCALL_CLOSE_X, 100, { res: -9, fd: 50 });
    const out = m.event(T.PPME_SYSCALL_OPENAT_2_X, 100, { fd: 3, dirfd: AT_FDCWD, name: '/exit', flags: 3 });
    expect(out.fd?.name).toBe('/exit');
  });

  test('unless it could not be read', () => {
    const m = machine();
    m.event(T.PPME_SYSCALL_OPEN_E, 100, { name: '<NA>', flags: 1, mode: 0 });
    expect(m.event(T.PPME_SYSCALL_OPEN_X, 100, { fd: 3, name: '/exit', flags: 3 }).fd).toMatchObject({
      name: '/exit',
      openFlags: 3,
    });
  });

  test('open and creat', () => {
    const m = machine();
    m.event(T.PPME_SYSCALL_OPEN_E, 100, { name: 'a', flags: 1, mode: 0 });
    expect(m.event(T.PPME_SYSCALL_OPEN_X, 100, { fd: 3, name: '/exit', flags: 3 }).fd?.name).toBe('/home/u/a');
    m.event(T.PPME_SYSCALL_CREAT_E, 100, { name: 'b', mode: 0 });
    expect(m.event(T.PPME_SYSCALL_CREAT_X, 100, { fd: 4, name: '/exit' }).fd?.name).toBe('/home/u/b');
  });
});
