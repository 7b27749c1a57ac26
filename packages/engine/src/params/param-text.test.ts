import type { ParamValue } from '@saker/scap/codec/param-value.ts';
import * as E from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { describe, expect, test } from 'vitest';
import { FD_DIRECTORY, FD_FILE_V2, FD_IPV4, L4_TCP } from '../state/fd-info.ts';
import { type EventFixture, eventContext } from '../testing/event-fixture.ts';
import { bindParam } from './bound-param.ts';
import { paramIndex } from './param-types.ts';

const fds: NonNullable<EventFixture['fds']> = [
  { fd: 3, type: FD_FILE_V2, name: '/etc/passwd' },
  { fd: 4, type: FD_DIRECTORY, name: '/srv' },
  { fd: 5, type: FD_IPV4, name: '', sip: '\x0a\0\0\x01', sport: 40000, dip: '\x0a\0\0\x02', dport: 443, l4: L4_TCP },
];

/** `plain(meaning)` of a parameter, as `evt.args` shows it. */
function shown(type: number, name: string, params: Readonly<Record<string, ParamValue>>): string {
  const ctx = eventContext({ type, params, fds });
  const param = bindParam(type, paramIndex(EVENTS[type]?.params ?? [], name));
  const meaning = param.meaning(ctx);
  expect(param.value(ctx)).toBe(meaning === '' ? param.plain(ctx) : meaning);
  return meaning === '' ? String(param.plain(ctx)) : `${param.plain(ctx)}(${meaning})`;
}

type Row = readonly [type: number, name: string, value: ParamValue, expected: string];

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'errors and descriptors': [
    [E.PPME_SYSCALL_CLOSE_X, 'res', 0, '0'],
    [E.PPME_SYSCALL_CLOSE_X, 'res', -9, '-9(EBADF)'],
    [E.PPME_SYSCALL_CLOSE_X, 'res', -41, '-41'],
    [E.PPME_SYSCALL_CLOSE_X, 'res', -530, '-530(EIOCBRETRY)'],
    [E.PPME_SYSCALL_MMAP_X, 'res', 0x7f0f9a6e0000, '139704992137216'],
    [E.PPME_SYSCALL_CLOSE_X, 'fd', 3, '3(<f>/etc/passwd)'],
    [E.PPME_SYSCALL_CLOSE_X, 'fd', 4, '4(<d>/srv)'],
    [E.PPME_SYSCALL_CLOSE_X, 'fd', 7, '7'],
    [E.PPME_SYSCALL_OPENAT_2_X, 'fd', -2, '-2(ENOENT)'],
    [E.PPME_SYSCALL_OPENAT_2_X, 'dirfd', -100, '-100(AT_FDCWD)'],
    [E.PPME_SYSCALL_CLOSE_X, 'fd', undefined, '<NA>'],
  ],
  numbers: [
    [E.PPME_SYSCALL_READ_X, 'size', 0xffffffff, '-1'],
    [E.PPME_SYSCALL_PREAD_X, 'pos', 2n ** 64n - 1n, '-1'],
    [E.PPME_SYSCALL_OPENAT_2_X, 'mode', 0o644, '0644'],
    [E.PPME_SYSCALL_OPENAT_2_X, 'mode', 0, '0'],
    [E.PPME_SYSCALL_OPENAT_2_X, 'dev', 0xfe00, 'FE00'],
    [E.PPME_SYSCALL_MMAP_X, 'addr', 0xffffffffff600000n, 'FFFFFFFFFF600000'],
    [E.PPME_SYSCALL_MMAP_X, 'addr', 0, '0'],
  ],
  names: [
    [E.PPME_SYSCALL_OPENAT_2_X, 'flags', 0, '0(O_NONE)'],
    [E.PPME_SYSCALL_OPENAT_2_X, 'flags', 1, '1(O_RDONLY)'],
    [E.PPME_SYSCALL_OPENAT_2_X, 'flags', 3, '3(O_RDWR)'],
    [E.PPME_SYSCALL_OPENAT_2_X, 'flags', 4103, '4103(O_CREAT|O_RDWR|O_CLOEXEC)'],
    [E.PPME_SYSCALL_OPENAT_2_X, 'flags', 0x80000000, '2147483648'],
    [E.PPME_SOCKET_SOCKET_X, 'domain', 1, '1(AF_LOCAL|AF_UNIX)'],
    [E.PPME_SOCKET_SOCKET_X, 'domain', 250, '250'],
    [E.PPME_SYSCALL_FCHMOD_X, 'mode', 0o644, '0644(S_IROTH|S_IRGRP|S_IWUSR|S_IRUSR)'],
    [E.PPME_SYSCALL_FCHMOD_X, 'mode', 1, '01(S_IXOTH)'],
    [E.PPME_SYSCALL_KILL_X, 'sig', 9, '9(SIGKILL)'],
    [E.PPME_SYSCALL_KILL_X, 'sig', 40, '40'],
    [E.PPME_GENERIC_X, 'ID', 1, '1(restart_syscall)'],
    [E.PPME_GENERIC_X, 'ID', 60000, '<unknown syscall>'],
    [E.PPME_SYSCALL_PPOLL_X, 'sigmask', 0b10000000000000011, 'SIGHUP SIGINT SIGCHLD'],
  ],
  'processes and owners': [
    [E.PPME_SYSCALL_KILL_X, 'pid', 1, '1(init)'],
    [E.PPME_SYSCALL_KILL_X, 'pid', 999, '999'],
    [E.PPME_SYSCALL_SETUID_X, 'uid', 0, '0(root)'],
    [E.PPME_SYSCALL_SETUID_X, 'uid', 65534, '65534(nobody)'],
    [E.PPME_SYSCALL_SETUID_X, 'uid', 7, '7(<NA>)'],
    [E.PPME_SYSCALL_SETUID_X, 'uid', 0xffffffff, '-1(<NONE>)'],
    [E.PPME_SYSCALL_SETGID_X, 'gid', 0, '0(root)'],
    [E.PPME_SYSCALL_SETGID_X, 'gid', 0xffffffff, '-1(<NONE>)'],
  ],
  'text and paths': [
    [E.PPME_SYSCALL_MKDIR_2_X, 'path', '/a/../b', '/a/../b'],
    [E.PPME_SYSCALL_MKDIR_2_X, 'path', '../b', '../b(/home/b)'],
    [E.PPME_SYSCALL_MKDIR_2_X, 'path', undefined, '<NA>'],
    [E.PPME_SYSCALL_MKDIR_2_X, 'path', '(NULL)', '<NA>'],
    [E.PPME_SYSCALL_MKDIR_2_X, 'path', '', ''],
    [E.PPME_SYSCALL_MEMFD_CREATE_X, 'name', 'x', 'x'],
    [E.PPME_SYSCALL_MEMFD_CREATE_X, 'name', undefined, '<NA>'],
  ],
  buffers: [
    [E.PPME_SYSCALL_WRITE_X, 'data', 'a\0b\n\x7f\xc3\xa9~', 'a.b....~'],
    [E.PPME_SYSCALL_WRITE_X, 'data', undefined, 'NULL'],
    [E.PPME_SYSCALL_EXECVE_19_X, 'args', '-n\0x\0', '-n.x.'],
    [
      E.PPME_SYSCALL_POLL_X,
      'fds',
      [
        { fd: 3, flags: 1 },
        { fd: 9, flags: 0x8001 },
      ],
      '3:f1 9:?ffff8001',
    ],
    [E.PPME_SYSCALL_POLL_X, 'fds', undefined, 'NULL'],
  ],
  times: [
    [E.PPME_SYSCALL_NANOSLEEP_X, 'interval', 1_500_000_000, '1500000000(1.5s)'],
    [E.PPME_SYSCALL_NANOSLEEP_X, 'interval', 100, '100(1e-07s)'],
    [E.PPME_SYSCALL_NANOSLEEP_X, 'interval', 0, '0(0s)'],
    [E.PPME_SYSCALL_NANOSLEEP_X, 'interval', 2n ** 64n - 1n, 'none'],
    [E.PPME_SYSCALL_NANOSLEEP_X, 'interval', undefined, '<NA>'],
  ],
  variants: [
    [E.PPME_SOCKET_SETSOCKOPT_X, 'val', { variant: 0, value: '\x01a' }, '.a'],
    [E.PPME_SOCKET_SETSOCKOPT_X, 'val', { variant: 1, value: -111 }, '-111(ECONNREFUSED)'],
    [E.PPME_SOCKET_SETSOCKOPT_X, 'val', { variant: 2, value: 7 }, '7'],
    [E.PPME_SOCKET_SETSOCKOPT_X, 'val', { variant: 4, value: 20_000_000 }, '20000000(0.02s)'],
    [E.PPME_SOCKET_SETSOCKOPT_X, 'val', { raw: '\x09abc' }, 'INVALID DYNAMIC PARAMETER'],
    [E.PPME_SYSCALL_PTRACE_X, 'addr', { variant: 0, value: 0xabc }, 'ABC'],
    [E.PPME_SYSCALL_PTRACE_X, 'data', { variant: 1, value: 19 }, '19(SIGSTOP)'],
    [E.PPME_SYSCALL_KEYCTL_X, 'arg2', { variant: 1, value: 'user' }, 'user'],
    [E.PPME_SYSCALL_KEYCTL_X, 'arg2', undefined, 'NULL'],
  ],
  addresses: [
    [E.PPME_SOCKET_CONNECT_X, 'addr', { family: 2, ip: '\x7f\0\0\x01', port: 80 }, '127.0.0.1:80'],
    [E.PPME_SOCKET_CONNECT_X, 'addr', { family: 10, ip: `${'\0'.repeat(15)}\x01`, port: 53 }, '::1:53'],
    [E.PPME_SOCKET_CONNECT_X, 'addr', { family: 1, path: '/run/x' }, '/run/x'],
    [E.PPME_SOCKET_CONNECT_X, 'addr', { raw: '\x10' }, 'family 16'],
    [E.PPME_SOCKET_CONNECT_X, 'addr', { raw: '\x02\x7f' }, 'INVALID IPv4'],
    [E.PPME_SOCKET_CONNECT_X, 'addr', { raw: '\x0a\x7f' }, 'INVALID IPv6'],
    [E.PPME_SOCKET_CONNECT_X, 'addr', { raw: '\x01' }, 'INVALID PATH'],
    [E.PPME_SOCKET_CONNECT_X, 'addr', undefined, '<NA>'],
    [E.PPME_SOCKET_CONNECT_X, 'tuple', undefined, 'NULL'],
    [
      E.PPME_SOCKET_CONNECT_X,
      'tuple',
      { family: 2, sip: '\x0a\0\0\x01', sport: 4000, dip: '\x0a\0\0\x02', dport: 443 },
      '10.0.0.1:4000->10.0.0.2:443',
    ],
    [
      E.PPME_SOCKET_CONNECT_X,
      'tuple',
      { family: 1, source: 0xffff8880abcd0000n, dest: 0n, path: '/run/x' },
      'ffff8880abcd0000->0 /run/x',
    ],
    [
      E.PPME_SOCKET_CONNECT_X,
      'tuple',
      {
        family: 10,
        sip: `${'\0'.repeat(10)}\xff\xff\x0a\0\0\x01`,
        sport: 1,
        dip: '\0'.repeat(16),
        dport: 2,
      },
      '10.0.0.1:1->0.0.0.0:2',
    ],
    [
      E.PPME_SOCKET_CONNECT_X,
      'tuple',
      {
        family: 10,
        sip: `\x20\x01\x0d\xb8${'\0'.repeat(11)}\x04`,
        sport: 54405,
        dip: `${'\0'.repeat(15)}\x01`,
        dport: 2345,
      },
      '2001:db8::4:54405->::1:2345',
    ],
  ],
};

describe.each(Object.entries(ROWS))('%s', (_group, rows) => {
  for (const [type, name, value, expected] of rows) {
    test(`${EVENTS[type]?.enum} ${name} ${expected}`, () => {
      expect(shown(type, name, value === undefined ? {} : { [name]: value })).toBe(expected);
    });
  }
});

test('relative paths start at their directory descriptor', () => {
  expect(shown(E.PPME_SYSCALL_MKDIRAT_X, 'path', { dirfd: 4, path: 'x' })).toBe('x(/srv/x)');
  expect(shown(E.PPME_SYSCALL_MKDIRAT_X, 'path', { dirfd: -100, path: 'x' })).toBe('x(/home/u/x)');
  expect(shown(E.PPME_SYSCALL_MKDIRAT_X, 'path', { dirfd: 77, path: 'x' })).toBe('x(x)');
});

test('a socket shows its protocol once it is client or server', () => {
  expect(shown(E.PPME_SYSCALL_CLOSE_X, 'fd', { fd: 5 })).toBe('5(<4t>10.0.0.1:40000->10.0.0.2:443)');
});

test('a parameter that the event does not carry has no text', () => {
  const ctx = eventContext({ type: E.PPME_SYSCALL_CLOSE_X, params: { res: 0 } });
  (ctx.evt as { nparams: number }).nparams = 1;
  const fd = bindParam(E.PPME_SYSCALL_CLOSE_X, 1);
  expect([fd.plain(ctx), fd.meaning(ctx), fd.value(ctx)]).toEqual([undefined, '', undefined]);
});

test('a parameter that is too short for its type does not lead astray', () => {
  expect(shown(E.PPME_SYSCALL_CLOSE_X, 'fd', { fd: { raw: '\x01\x02' } })).toBe('(n.a.)');
});

test('base64 is for buffers only', () => {
  const ctx = eventContext({ type: E.PPME_SYSCALL_WRITE_X, params: { res: 2, data: '\0\xff', fd: 1 } });
  expect(bindParam(E.PPME_SYSCALL_WRITE_X, 1, 'base64').plain(ctx)).toBe('AP8=');
  expect(bindParam(E.PPME_SYSCALL_WRITE_X, 0, 'base64').plain(ctx)).toBe('2');
});
