import * as T from '@saker/schema/event-types.ts';
import { describe, expect, test } from 'vitest';
import { Machine } from '../../testing/machine-fixture.ts';
import {
  FD_BPF,
  FD_EVENT,
  FD_EVENTPOLL,
  FD_FIFO,
  FD_FILE_V2,
  FD_INOTIFY,
  FD_IO_URING,
  FD_MEMFD,
  FD_PIDFD,
  FD_SIGNALFD,
  FD_TIMERFD,
  FD_UNIX,
  FD_USERFAULTFD,
} from '../fd-info.ts';

const CLOEXEC = 1 << 12;
type Params = Parameters<Machine['event']>[2];

const FILES = [
  { fd: 0, type: FD_FILE_V2, name: '/dev/tty' },
  { fd: 5, type: FD_FILE_V2, name: '/etc/x', openFlags: 3 | CLOEXEC },
];

const created: readonly [event: number, params: Params, type: number, flags: number][] = [
  [T.PPME_SYSCALL_EVENTFD_X, { res: 9 }, FD_EVENT, 0],
  [T.PPME_SYSCALL_EVENTFD2_X, { res: 9, flags: CLOEXEC }, FD_EVENT, CLOEXEC],
  [T.PPME_SYSCALL_SIGNALFD_X, { res: 9 }, FD_SIGNALFD, 0],
  [T.PPME_SYSCALL_SIGNALFD4_X, { res: 9, flags: CLOEXEC }, FD_SIGNALFD, CLOEXEC],
  [T.PPME_SYSCALL_TIMERFD_CREATE_X, { res: 9, flags: 64 }, FD_TIMERFD, 64],
  [T.PPME_SYSCALL_INOTIFY_INIT_X, { res: 9 }, FD_INOTIFY, 0],
  [T.PPME_SYSCALL_INOTIFY_INIT1_X, { res: 9, flags: CLOEXEC }, FD_INOTIFY, CLOEXEC],
  [T.PPME_SYSCALL_BPF_2_X, { fd: 9 }, FD_BPF, 0],
  [T.PPME_SYSCALL_USERFAULTFD_X, { res: 9 }, FD_USERFAULTFD, 0],
  [T.PPME_SYSCALL_IO_URING_SETUP_X, { res: 9 }, FD_IO_URING, 0],
  [T.PPME_SYSCALL_EPOLL_CREATE_X, { res: 9 }, FD_EVENTPOLL, 0],
  [T.PPME_SYSCALL_EPOLL_CREATE1_X, { res: 9, flags: 1 }, FD_EVENTPOLL, CLOEXEC],
  [T.PPME_SYSCALL_EPOLL_CREATE1_X, { res: 9, flags: 0 }, FD_EVENTPOLL, 0],
];

test.each(created)('event %i makes a nameless descriptor', (event, params, type, flags) => {
  const out = new Machine().event(event, 100, params);
  expect(out.fd).toMatchObject({ type, openFlags: flags, name: '' });
  expect(out).toMatchObject({ fdNum: 9, fdNameChanged: false });
});

test.each(created)('event %i that failed makes none', (event, params) => {
  const failed = 'fd' in params ? { ...params, fd: -22 } : { ...params, res: -22 };
  expect(new Machine().event(event, 100, failed).fd).toBeUndefined();
});

describe('pairs', () => {
  test('rules see the second end of a pipe', () => {
    const m = new Machine();
    const out = m.event(T.PPME_SYSCALL_PIPE2_X, 100, { res: 0, fd1: 3, fd2: 4, ino: 99, flags: CLOEXEC });
    expect(out.fdNum).toBe(4);
    expect(m.thread(100).fds.get(3)).toMatchObject({ type: FD_FIFO, ino: 99, openFlags: CLOEXEC });
    expect(m.thread(100).fds.get(4)).toBe(out.fd);
    expect(m.thread(100).fds.get(4)).not.toBe(m.thread(100).fds.get(3));
  });

  test('rules see the first end of a socket pair, with the number of the second', () => {
    const m = new Machine();
    const out = m.event(T.PPME_SOCKET_SOCKETPAIR_X, 100, { res: 0, fd1: 3, fd2: 4, source: 16n, peer: 32n });
    expect(out.fdNum).toBe(4);
    expect(out.fd).toBe(m.thread(100).fds.get(3));
    expect(m.thread(100).fds.get(4)).toMatchObject({ type: FD_UNIX, unixSource: 16n, unixDest: 32n });
  });

  test.each([
    [T.PPME_SOCKET_SOCKETPAIR_X, { res: 0, fd1: 3, fd2: 4 }],
    [T.PPME_SYSCALL_PIPE_X, { res: 0, fd1: 3, fd2: 4 }],
  ])('the first end of a pair of event type %i is entered first, and so is listed last', (type, params) => {
    const m = new Machine([{ tid: 100 }], { fdOrder: true });
    m.event(type, 100, params);
    const listed: number[] = [];
    m.thread(100).fds.forEachListed((fd) => listed.push(fd));
    expect(listed).toEqual([4, 3]);
  });

  test('a socket pair of equal ends is none', () => {
    const m = new Machine();
    m.event(T.PPME_SOCKET_SOCKETPAIR_X, 100, { res: 0, fd1: -1, fd2: -1 });
    expect(m.thread(100).fds.size).toBe(0);
  });
});

describe('dup and fcntl', () => {
  const copies: readonly [what: string, event: number, params: Params, flags: number][] = [
    ['dup', T.PPME_SYSCALL_DUP_1_X, { res: 9, oldfd: 5 }, 2],
    ['dup2', T.PPME_SYSCALL_DUP2_X, { res: 9, oldfd: 5, newfd: 9 }, 2],
    ['dup3', T.PPME_SYSCALL_DUP3_X, { res: 9, oldfd: 5, newfd: 9, flags: CLOEXEC }, 2 | CLOEXEC],
    ['dup3 without flags', T.PPME_SYSCALL_DUP3_X, { res: 9, oldfd: 5, newfd: 9, flags: 0 }, 2],
    ['F_DUPFD', T.PPME_SYSCALL_FCNTL_X, { res: 9, fd: 5, cmd: 1 }, 2],
    ['F_DUPFD_CLOEXEC', T.PPME_SYSCALL_FCNTL_X, { res: 9, fd: 5, cmd: 26 }, 2 | CLOEXEC],
  ];

  test.each(copies)('%s copies, closing on exec only if told to', (_what, event, params, openFlags) => {
    const m = new Machine([{ tid: 100, fds: FILES }]);
    const out = m.event(event, 100, params);
    // Clearing "close on exec" also clears the lowest bit, which is another flag of files.
    expect(out.fd).toMatchObject({ name: '/etc/x', openFlags });
    expect(out).toMatchObject({ fdNum: 9, fdNameChanged: false });
    expect(m.thread(100).fds.get(5)?.openFlags).toBe(3 | CLOEXEC);
  });

  test('F_SETFD marks the descriptor itself', () => {
    const m = new Machine([{ tid: 100, fds: FILES }]);
    m.event(T.PPME_SYSCALL_FCNTL_X, 100, { res: 0, fd: 0, cmd: 3, arg: 1 });
    expect(m.thread(100).fds.get(0)?.openFlags).toBe(CLOEXEC);
    m.event(T.PPME_SYSCALL_FCNTL_X, 100, { res: 0, fd: 0, cmd: 3, arg: 0 });
    expect(m.thread(100).fds.get(0)?.openFlags).toBe(0);
  });

  test('an unknown or failed original is not copied', () => {
    const m = new Machine([{ tid: 100, fds: FILES }]);
    m.event(T.PPME_SYSCALL_DUP_1_X, 100, { res: 9, oldfd: 6 });
    m.event(T.PPME_SYSCALL_DUP_1_X, 100, { res: -9, oldfd: 5 });
    expect(m.names(100)).toEqual([
      [0, '/dev/tty'],
      [5, '/etc/x'],
    ]);
  });
});

describe('close', () => {
  test('rules still see the descriptor; the next event does not', () => {
    const m = new Machine([{ tid: 100, fds: FILES }]);
    const out = m.event(T.PPME_SYSCALL_CLOSE_X, 100, { res: 0, fd: 5 });
    expect(out).toMatchObject({ fdNum: 5, fd: { name: '/etc/x' } });
    expect(m.thread(100).fds.get(5)).toBeDefined();
    expect(m.event(T.PPME_SYSCALL_CLOSE_X, 100, { res: -9, fd: 5 }).fd).toBeUndefined();
  });

  test('a failed close closes nothing', () => {
    const m = new Machine([{ tid: 100, fds: FILES }]);
    m.event(T.PPME_SYSCALL_CLOSE_X, 100, { res: -5, fd: 5 });
    m.event(T.PPME_SYSCALL_READ_X, 100, { res: 0, fd: 0 });
    expect(m.thread(100).fds.get(5)).toBeDefined();
  });

  test('close_range closes, or marks for exec', () => {
    const m = new Machine([{ tid: 100, fds: [0, 3, 4, 9].map((fd) => ({ fd, name: `/f${fd}` })) }]);
    m.event(T.PPME_SYSCALL_CLOSE_RANGE_X, 100, { res: 0, first: 3, last: 4, flags: 4 });
    expect(m.thread(100).fds.get(3)?.openFlags).toBe(CLOEXEC);
    expect(m.thread(100).fds.get(9)?.openFlags).toBe(0);
    m.event(T.PPME_SYSCALL_CLOSE_RANGE_X, 100, { res: 0, first: 4, last: 0xffffffff, flags: 0 });
    expect(m.names(100).map(([fd]) => fd)).toEqual([0, 3]);
  });
});

describe('memfd and pidfd', () => {
  test('memfd_create', () => {
    const out = new Machine().event(T.PPME_SYSCALL_MEMFD_CREATE_X, 100, { fd: 3, name: 'code', flags: 1 });
    expect(out.fd).toMatchObject({ type: FD_MEMFD, name: 'code', openFlags: 1 });
    expect(out.fdNameChanged).toBe(true);
  });

  test('a failed memfd_create leaves an entry under its error, as upstream does', () => {
    const m = new Machine();
    const out = m.event(T.PPME_SYSCALL_MEMFD_CREATE_X, 100, { fd: -22, name: 'code', flags: 1 });
    expect(out.fdNum).toBe(-22);
    expect(m.thread(100).fds.size).toBe(1);
  });

  test('pidfd_open and pidfd_getfd', () => {
    const m = new Machine([{ tid: 100 }, { tid: 200, fds: FILES }]);
    const out = m.event(T.PPME_SYSCALL_PIDFD_OPEN_X, 100, { fd: 3, pid: 200, flags: 0 });
    expect(out.fd).toMatchObject({ type: FD_PIDFD, name: '/proc/200', pid: 200 });
    const got = m.event(T.PPME_SYSCALL_PIDFD_GETFD_X, 100, { fd: 4, pid_fd: 3, target_fd: 0, flags: 0 });
    expect(got.fd).toMatchObject({ name: '/dev/tty', openFlags: CLOEXEC });
    expect(got.fdNameChanged).toBe(false);
    expect(m.event(T.PPME_SYSCALL_PIDFD_GETFD_X, 100, { fd: 5, pid_fd: 3, target_fd: 77 }).fd).toBeUndefined();
  });
});
