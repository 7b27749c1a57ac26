import type { ByteString } from '@saker/core/byte-string.ts';
import * as E from '@saker/schema/event-types.ts';
import { describe, expect, test } from 'vitest';
import {
  FD_BPF,
  FD_DIRECTORY,
  FD_EVENT,
  FD_FIFO,
  FD_FILE,
  FD_FILE_V2,
  FD_IPV4,
  FD_IPV4_SERVER,
  FD_IPV6,
  FD_IPV6_SERVER,
  FD_MEMFD,
  FD_PIDFD,
  FD_UNINITIALIZED,
  FD_UNIX,
  FD_UNKNOWN,
  FD_UNSUPPORTED,
  FD_USERFAULTFD,
  FDF_CONNECTED,
  FDF_OVERLAY_LOWER,
  FDF_OVERLAY_UPPER,
  FDF_ROLE_CLIENT,
  FDF_ROLE_SERVER,
  FdInfo,
  L4_ICMP,
  L4_RAW,
  L4_TCP,
  L4_UDP,
  SockInfo,
} from '../../state/fd-info.ts';
import { eventContext } from '../../testing/event-fixture.ts';
import { FakeState } from '../../testing/fake-state.ts';
import { readField, readForCondition } from '../../testing/read-field.ts';
import type { EventContext } from '../event-context.ts';
import type { FieldValue } from '../field.ts';

type Row = readonly [field: string, expected: FieldValue | undefined];
type Detail = Partial<Pick<FdInfo, 'type' | 'name' | 'nameRaw' | 'flags' | 'dev' | 'ino'>> & SockDetail;
type SockDetail = Partial<Pick<SockInfo, 'sip' | 'sport' | 'dip' | 'dport' | 'l4'>>;

const A: ByteString = '\x0a\0\0\x01';
const B: ByteString = '\x08\x08\x08\x08';
const A6: ByteString = `\xfe\x80${'\0'.repeat(13)}\x01`;
const B6: ByteString = `\x20\x01${'\0'.repeat(13)}\x02`;
const READ = E.PPME_SYSCALL_READ_X;

function contextOf(fd: Detail | undefined, type = READ, state = new FakeState()): EventContext {
  const thread = state.process(70, 1, { containerId: '0123456789ab' });
  const ctx = state.context(thread, type);
  ctx.fdNum = 5;
  if (fd !== undefined) {
    ctx.fd = fdInfo(fd);
    thread.fds.set(5, ctx.fd);
  }
  return ctx;
}

function fdInfo({ sip = '', sport = 0, dip = '', dport = 0, l4 = 0, ...plain }: Detail): FdInfo {
  const sock = Object.assign(new SockInfo(new Uint8Array(0)), { sip, sport, dip, dport, l4 });
  return Object.assign(new FdInfo(FD_FILE_V2), { ...plain, sock });
}

function ofFd(fd: Detail, rows: readonly Row[]): void {
  test.each(rows)('%s: %s', (field, expected) => {
    expect(readField(contextOf(fd), field)).toEqual(expected);
  });
}

describe('kinds', () => {
  test.each([
    [FD_UNKNOWN, 'o', '<NA>'],
    [FD_FILE, 'f', 'file'],
    [FD_FILE_V2, 'f', 'file'],
    [FD_DIRECTORY, 'd', 'directory'],
    [FD_IPV4_SERVER, '4', 'ipv4'],
    [FD_IPV6, '6', 'ipv6'],
    [FD_FIFO, 'p', 'pipe'],
    [FD_UNIX, 'u', 'unix'],
    [FD_EVENT, 'e', 'event'],
    [FD_UNSUPPORTED, 'X', '<NA>'],
    [FD_BPF, 'b', 'bpf'],
    [FD_USERFAULTFD, 'u', 'userfaultfd'],
    [FD_MEMFD, 'm', 'memfd'],
    [FD_PIDFD, 'P', 'pidfd'],
    [FD_UNINITIALIZED, '?', '<NA>'],
    [99, '?', '<NA>'],
  ])('%i: %s, %s', (type, char, name) => {
    const ctx = contextOf({ type });
    expect(readField(ctx, 'fd.typechar')).toBe(char);
    expect(readField(ctx, 'fd.type')).toBe(name);
    expect(readField(ctx, 'fd.types[5]')).toEqual([name]);
  });
});

describe('a file', () => {
  const flags = FDF_OVERLAY_UPPER;
  ofFd(
    { type: FD_FILE_V2, name: '/etc/ssh/sshd_config', nameRaw: 'ssh//sshd_config', dev: 0xfe12ff03 | 0, ino: 9, flags },
    [
      ['fd.num', 5],
      ['fd.name', '/etc/ssh/sshd_config'],
      ['fd.nameraw', 'ssh/sshd_config'],
      ['fd.directory', '/etc/ssh'],
      ['fd.filename', 'sshd_config'],
      ['fd.containername', '0123456789ab:/etc/ssh/sshd_config'],
      ['fd.containerdirectory', '0123456789ab:/etc/ssh'],
      ['fd.uid', '705'],
      ['fd.ino', 9],
      ['fd.dev', 0xfe12ff03 | 0],
      ['fd.dev.major', 0x2ff],
      ['fd.dev.minor', 0xfe103],
      ['fd.is_upper_layer', true],
      ['fd.is_lower_layer', false],
      ['fd.name_changed', false],
      ['fd.connected', false],
      ['fd.is_server', false],
      ['fd.l4proto', '<NA>'],
      ['fd.sockfamily', undefined],
      ['fd.cip', undefined],
      ['fd.sport', undefined],
      ['fd.sproto', undefined],
      ['fd.cproto', undefined],
      ['fd.types', ['file']],
      ['fd.types[6]', undefined],
      ['fd.types[-1]', ['file']],
      ['fd.ip', undefined],
      ['fd.sip.name', undefined],
    ],
  );

  test.each([
    ['/', '/', '/'],
    ['/x', '/', 'x'],
    ['/a/', '/a/', '/a/'],
    ['name', '/', '/'],
    ['', '/', '/'],
    ['a/b', 'a', 'b'],
  ])('%j lies in %j and is called %j', (name, directory, filename) => {
    const ctx = contextOf({ type: FD_FILE, name });
    expect(readField(ctx, 'fd.directory')).toBe(directory);
    expect(readField(ctx, 'fd.filename')).toBe(filename);
  });

  test('that gets another name lies elsewhere', () => {
    const ctx = contextOf({ type: FD_FILE, name: '/a/b' });
    expect(readField(ctx, 'fd.directory')).toBe('/a');
    (ctx.fd as FdInfo).name = '/c/d';
    expect(readField(ctx, 'fd.directory')).toBe('/c');
    expect(readField(ctx, 'fd.filename')).toBe('d');
  });

  test('a directory is its own directory, and has no file name', () => {
    const ctx = contextOf({ type: FD_DIRECTORY, name: '/etc', flags: FDF_OVERLAY_LOWER });
    expect(readField(ctx, 'fd.directory')).toBe('/etc');
    expect(readField(ctx, 'fd.filename')).toBeUndefined();
    expect(readField(ctx, 'fd.is_lower_layer')).toBe(true);
  });

  test('a pipe has neither', () => {
    const ctx = contextOf({ type: FD_FIFO, name: 'pipe:[1]' });
    expect(readField(ctx, 'fd.directory')).toBeUndefined();
    expect(readField(ctx, 'fd.containerdirectory')).toBeUndefined();
    expect(readField(ctx, 'fd.filename')).toBeUndefined();
  });
});

describe('a connection', () => {
  const ends = { sip: A, sport: 40000, dip: B, dport: 443, l4: L4_TCP };
  ofFd({ type: FD_IPV4, ...ends, flags: FDF_ROLE_CLIENT | FDF_CONNECTED }, [
    ['fd.cip', A],
    ['fd.sip', B],
    ['fd.cport', 40000],
    ['fd.sport', 443],
    ['fd.cproto', '40000'],
    ['fd.sproto', '443'],
    ['fd.cnet', A],
    ['fd.snet', B],
    ['fd.l4proto', 'tcp'],
    ['fd.sockfamily', 'ip'],
    ['fd.connected', true],
    ['fd.directory', undefined],
  ]);
  ofFd({ type: FD_IPV4, ...ends }, [
    ['fd.cip', undefined],
    ['fd.sip', undefined],
    ['fd.sport', undefined],
    ['fd.lip', undefined],
    ['fd.rport', undefined],
    ['fd.sproto', undefined],
    ['fd.l4proto', '<NA>'],
  ]);
  ofFd({ type: FD_IPV4, ...ends, l4: L4_RAW }, [['fd.l4proto', 'raw']]);
  ofFd({ type: FD_IPV6, ...ends, l4: L4_UDP, flags: FDF_ROLE_SERVER }, [['fd.l4proto', 'udp']]);
  ofFd({ type: FD_IPV6, ...ends, l4: L4_ICMP, flags: FDF_ROLE_SERVER }, [['fd.l4proto', 'icmp']]);
  // A listening socket has a server's port also without a role, but its address only with one.
  ofFd({ type: FD_IPV4_SERVER, sip: A, sport: 80, l4: L4_TCP }, [
    ['fd.sport', 80],
    ['fd.sip', undefined],
    ['fd.sproto', ''],
    ['fd.cproto', undefined],
    ['fd.is_server', true],
    ['fd.l4proto', 'tcp'],
    ['fd.lport', undefined],
  ]);
  ofFd({ type: FD_IPV6_SERVER, sip: A6, sport: 80, flags: FDF_ROLE_SERVER }, [
    ['fd.sip', A6],
    ['fd.cip', undefined],
    ['fd.cproto', ''],
  ]);
  ofFd({ type: FD_UNIX, name: '/run/x', flags: FDF_ROLE_CLIENT }, [
    ['fd.sockfamily', 'unix'],
    ['fd.cproto', ''],
    ['fd.sproto', undefined],
    ['fd.cip', undefined],
  ]);

  test('what conditions compare with both ends', () => {
    const client = contextOf({ type: FD_IPV4, ...ends });
    expect(readForCondition(client, 'fd.ip')).toEqual([A, B]);
    expect(readForCondition(client, 'fd.net')).toEqual([A, B]);
    expect(readForCondition(client, 'fd.port')).toEqual([40000, 443]);
    expect(readForCondition(client, 'fd.proto')).toEqual([40000, 443]);
    expect(readForCondition(contextOf({ type: FD_IPV4_SERVER, sip: A, sport: 80 }), 'fd.ip')).toEqual([A]);
    expect(readForCondition(contextOf({ type: FD_FIFO }), 'fd.ip')).toEqual([]);
    expect(readForCondition(contextOf(undefined), 'fd.ip')).toBeUndefined();
  });
});

describe('which end is local', () => {
  const v4 = { type: FD_IPV4, sip: A, sport: 1, dip: B, dport: 2, flags: FDF_ROLE_CLIENT };
  const v6 = { ...v4, type: FD_IPV6, sip: A6, dip: B6 };

  function sides(fd: Detail, own: readonly ByteString[], containerId = ''): readonly (FieldValue | undefined)[] {
    const state = new FakeState();
    state.interfaceAddresses = own;
    const ctx = contextOf(fd, READ, state);
    (ctx.thread as { containerId: string }).containerId = containerId;
    return ['fd.lip', 'fd.rip', 'fd.lport', 'fd.rproto', 'fd.is_server'].map((field) => readField(ctx, field));
  }

  test.each([
    ['the source', v4, [A], [A, B, 1, '2', false]],
    ['the destination', v4, [B], [B, A, 2, '1', true]],
    // Where neither is, the destination counts as the local end.
    ['neither', v4, [], [B, A, 2, '1', false]],
    ['IPv6 by its first 64 bits', v6, [`${A6.slice(0, 8)}\x77\0\0\0\0\0\0\0`], [A6, B6, 1, '2', false]],
    ['an IPv4 interface says nothing of IPv6', v6, [A], [B6, A6, 2, '1', false]],
  ])('%s', (_name, fd, own, expected) => {
    expect(sides(fd, own)).toEqual(expected);
  });

  test('in a container its own address is local, and IPv6 never', () => {
    const state = new FakeState();
    state.interfaceAddresses = [B, A6];
    state.containerInfos.set('c1', { id: 'c1', json: { ip: '10.0.0.1' } });
    state.containerInfos.set('c2', { id: 'c2', json: { ip: '' } });
    const read = (id: string, fd: Detail): FieldValue | undefined => {
      const ctx = contextOf(fd, READ, state);
      (ctx.thread as { containerId: string }).containerId = id;
      return readField(ctx, 'fd.is_server');
    };
    expect(read('c1', { ...v4, dip: A })).toBe(true);
    // Also the machine's, if the container's address is known ...
    expect(read('c1', { ...v4, dip: B })).toBe(true);
    // ... else those of all containers, and nothing else.
    expect(read('c2', { ...v4, dip: A })).toBe(true);
    expect(read('c2', { ...v4, dip: B })).toBe(false);
    expect(read('unknown', { ...v4, dip: A })).toBe(true);
    expect(read('c1', { ...v6, dip: A6 })).toBe(false);
    expect(read('', { ...v6, dip: A6 })).toBe(true);
  });
});

describe('names of addresses', () => {
  const fd = { type: FD_IPV4, sip: A, sport: 1, dip: B, dport: 2, flags: FDF_ROLE_CLIENT };

  test('are not known without a resolver: nothing equals them, != holds', () => {
    const ctx = contextOf(fd);
    expect(readField(ctx, 'fd.sip.name')).toBeUndefined();
    expect(readForCondition(ctx, 'fd.sip.name')).toEqual(['']);
    expect(readForCondition(contextOf({ ...fd, flags: 0 }), 'fd.sip.name')).toEqual([]);
    expect(readForCondition(contextOf({ type: FD_FIFO }), 'fd.sip.name')).toEqual([]);
    expect(readForCondition(contextOf(undefined), 'fd.sip.name')).toBeUndefined();
  });

  test('are those that the resolver knows', () => {
    const ctx = contextOf(fd);
    ctx.nameResolver = { namesOf: (address) => (address === B ? ['dns.example', 'other.example'] : []) };
    expect(readField(ctx, 'fd.sip.name')).toBe('dns.example');
    expect(readField(ctx, 'fd.lip.name')).toBe('dns.example');
    expect(readField(ctx, 'fd.cip.name')).toBeUndefined();
    expect(readForCondition(ctx, 'fd.sip.name')).toEqual(['dns.example', 'other.example']);
    expect(readForCondition(ctx, 'fd.cip.name')).toEqual(['']);
  });
});

describe('a descriptor that is not known', () => {
  const unknown: readonly Row[] = [
    ['fd.num', 5],
    ['fd.name', ''],
    ['fd.nameraw', ''],
    ['fd.directory', '/'],
    ['fd.containername', '0123456789ab:'],
    ['fd.typechar', 'o'],
    ['fd.type', undefined],
    ['fd.filename', undefined],
    ['fd.dev', undefined],
    ['fd.ino', undefined],
    ['fd.connected', undefined],
    ['fd.name_changed', undefined],
    ['fd.types', []],
  ];
  test.each(unknown)('%s: %s', (field, expected) => {
    expect(readField(contextOf(undefined), field)).toEqual(expected);
  });

  const named: readonly (readonly [
    what: string,
    type: number,
    params: Record<string, never | string | number>,
    Row[],
  ])[] = [
    [
      'open that failed',
      E.PPME_SYSCALL_OPEN_X,
      { fd: -2, name: 'x/../y' },
      [
        ['fd.name', '/home/u/y'],
        ['fd.nameraw', '/home/u/y'],
        ['fd.directory', '/home/u'],
        ['fd.typechar', 'o'],
        ['fd.num', -1],
      ],
    ],
    ['open without a path', E.PPME_SYSCALL_OPEN_X, { fd: -14 }, [['fd.name', '<NA>']]],
    [
      'openat that failed',
      E.PPME_SYSCALL_OPENAT_2_X,
      { fd: -2, dirfd: -100, name: 'x//y' },
      [
        ['fd.name', '/home/u/x/y'],
        ['fd.nameraw', 'x/y'],
        ['fd.typechar', 'f'],
      ],
    ],
    ['openat below a directory', E.PPME_SYSCALL_OPENAT_2_X, { fd: -2, dirfd: 4, name: 'y' }, [['fd.name', '/srv/y']]],
    [
      'openat below an unknown directory',
      E.PPME_SYSCALL_OPENAT_2_X,
      { fd: -2, dirfd: 9, name: 'y' },
      [['fd.name', '<UNKNOWN>y']],
    ],
    ['openat without a path', E.PPME_SYSCALL_OPENAT_2_X, { fd: -2, dirfd: 4 }, [['fd.name', undefined]]],
    ['openat without a directory', E.PPME_SYSCALL_OPENAT_2_X, { fd: -2, name: '/y' }, [['fd.name', undefined]]],
    ['creat that failed', E.PPME_SYSCALL_CREAT_X, { fd: -13, name: '/root/x' }, [['fd.name', '/root/x']]],
    [
      'accept that failed',
      E.PPME_SOCKET_ACCEPT_5_X,
      { fd: -11 },
      [
        ['fd.name', 'NULL'],
        ['fd.typechar', '4'],
      ],
    ],
    [
      'a failed call of another kind',
      E.PPME_SYSCALL_EVENTFD2_X,
      { res: -24 },
      [
        ['fd.name', ''],
        ['fd.typechar', 'e'],
      ],
    ],
  ];
  describe.each(named)('%s', (_what, type, params, rows) => {
    test.each(rows)('%s: %s', (field, expected) => {
      const ctx = eventContext({ type, params, fds: [{ fd: 4, type: FD_DIRECTORY, name: '/srv' }] });
      expect(readField(ctx, field)).toEqual(expected);
    });
  });
});

describe('events', () => {
  test('that are not about descriptors have none', () => {
    const ctx = contextOf({ type: FD_FILE }, E.PPME_SYSCALL_EXECVE_19_X);
    for (const field of ['fd.num', 'fd.name', 'fd.typechar', 'fd.types', 'fd.types[5]']) {
      expect(readField(ctx, field)).toBeUndefined();
    }
    expect(readForCondition(ctx, 'fd.ip')).toBeUndefined();
  });

  test('without a thread have none', () => {
    const ctx = new FakeState().context(undefined, READ);
    for (const field of ['fd.num', 'fd.name', 'fd.nameraw', 'fd.directory', 'fd.uid', 'fd.typechar', 'fd.types']) {
      expect(readField(ctx, field)).toBeUndefined();
    }
  });

  test('list each kind of open descriptor once', () => {
    const ctx = contextOf({ type: FD_FILE });
    ctx.thread?.fds.set(0, new FdInfo(FD_FIFO));
    ctx.thread?.fds.set(7, new FdInfo(FD_FILE_V2));
    expect(readField(ctx, 'fd.types')).toEqual(['pipe', 'file']);
  });
});
