import * as T from '@saker/schema/event-types.ts';
import { describe, expect, test } from 'vitest';
import { type FixtureProcess, Machine } from '../../testing/machine-fixture.ts';
import {
  FD_IPV4,
  FD_IPV4_SERVER,
  FD_IPV6,
  FD_IPV6_SERVER,
  FD_NETLINK,
  FD_UNIX,
  FD_UNKNOWN,
  FDF_CONNECTED,
  FDF_ROLE_CLIENT,
  FDF_ROLE_SERVER,
  L4_ICMP,
  L4_RAW,
  L4_TCP,
  L4_UDP,
  L4_UNKNOWN,
} from '../fd-info.ts';

const INET = 2;
const INET6 = 10;
const UNIX = 1;
const STREAM = 1;
const DGRAM = 2;
const RAW = 3;
const EINPROGRESS = 115;

const CLIENT = '\x0a\0\0\x05';
const SERVER = '\x0a\0\0\x35';
const ANY = '\0\0\0\0';
const CLIENT6 = `\xfd${'\0'.repeat(14)}\x05`;
const SERVER6 = `\xfd${'\0'.repeat(14)}\x35`;
const mapped = (ip: string) => `${'\0'.repeat(10)}\xff\xff${ip}`;

/** A process with a socket on descriptor 3. */
function withSocket(domain: number, type: number, proto = 0, detail: Partial<FixtureProcess> = {}): Machine {
  const m = new Machine([{ tid: 100, ...detail }]);
  m.event(T.PPME_SOCKET_SOCKET_X, 100, { fd: 3, domain, type, proto, flags: 0 });
  return m;
}

const to = { family: INET, sip: CLIENT, sport: 4000, dip: SERVER, dport: 53 };
const back = { family: INET, sip: SERVER, sport: 53, dip: CLIENT, dport: 4000 };

describe('socket', () => {
  const kinds: readonly [domain: number, type: number, proto: number, fdType: number, l4: number][] = [
    [INET, STREAM, 0, FD_IPV4, L4_TCP],
    [INET, STREAM | 0x80000, 0, FD_IPV4, L4_TCP],
    [INET, DGRAM, 17, FD_IPV4, L4_UDP],
    [INET6, STREAM, 6, FD_IPV6, L4_TCP],
    [INET, RAW, 1, FD_IPV4, L4_RAW],
    [INET, DGRAM, 1, FD_IPV4, L4_ICMP],
    [INET, RAW, 255, FD_IPV4, L4_RAW],
    [INET, RAW, 6, FD_IPV4, L4_RAW],
    [INET, STREAM, 132, FD_IPV4, L4_UNKNOWN],
    [UNIX, STREAM, 0, FD_UNIX, L4_UNKNOWN],
    [16, RAW, 15, FD_NETLINK, L4_UNKNOWN],
    [17, RAW, 3, FD_UNKNOWN, L4_UNKNOWN],
  ];

  test.each(kinds)('family %i type %i protocol %i', (domain, type, proto, fdType, l4) => {
    expect(withSocket(domain, type, proto).thread(100).fds.get(3)).toMatchObject({ type: fdType, l4, name: '' });
  });
});

describe('connect', () => {
  test('names the connection and makes the socket a client', () => {
    const out = withSocket(INET, STREAM).event(T.PPME_SOCKET_CONNECT_X, 100, { res: 0, fd: 3, tuple: to });
    expect(out.fd).toMatchObject({
      type: FD_IPV4,
      name: '10.0.0.5:4000->10.0.0.53:53',
      sip: CLIENT,
      sport: 4000,
      dip: SERVER,
      dport: 53,
      l4: L4_TCP,
      flags: FDF_ROLE_CLIENT | FDF_CONNECTED,
    });
    expect(out.fdNameChanged).toBe(true);
  });

  test('a connection under way counts, a refused one does not', () => {
    const params = { fd: 3, tuple: to };
    const m = withSocket(INET, STREAM);
    expect(m.event(T.PPME_SOCKET_CONNECT_X, 100, { ...params, res: -111 }).fd).toMatchObject({ name: '', flags: 0 });
    expect(m.event(T.PPME_SOCKET_CONNECT_X, 100, { ...params, res: -EINPROGRESS }).fd?.name).not.toBe('');
  });

  test('connecting again replaces the destination', () => {
    const m = withSocket(INET, DGRAM);
    m.event(T.PPME_SOCKET_CONNECT_X, 100, { res: 0, fd: 3, tuple: to });
    const next = { ...to, dip: '\x08\x08\x08\x08' };
    const out = m.event(T.PPME_SOCKET_CONNECT_X, 100, { res: 0, fd: 3, tuple: next });
    expect(out.fd?.name).toBe('10.0.0.5:4000->8.8.8.8:53');
    expect(m.event(T.PPME_SOCKET_CONNECT_X, 100, { res: 0, fd: 3, tuple: next }).fdNameChanged).toBe(false);
  });

  test('IPv6, and IPv4 in its clothes', () => {
    const tuple = { family: INET6, sip: CLIENT6, sport: 1, dip: SERVER6, dport: 2 };
    const six = withSocket(INET6, STREAM).event(T.PPME_SOCKET_CONNECT_X, 100, { res: 0, fd: 3, tuple });
    expect(six.fd).toMatchObject({ type: FD_IPV6, name: 'fd00::5:1->fd00::35:2' });
    const dressed = { ...tuple, sip: mapped(CLIENT), dip: mapped(SERVER) };
    const four = withSocket(INET6, STREAM).event(T.PPME_SOCKET_CONNECT_X, 100, { res: 0, fd: 3, tuple: dressed });
    expect(four.fd).toMatchObject({ type: FD_IPV4, sip: CLIENT, dip: SERVER });
  });

  test('protocols without ports, and an unknown one', () => {
    const name = (type: number, proto: number) =>
      withSocket(INET, type, proto).event(T.PPME_SOCKET_CONNECT_X, 100, { res: 0, fd: 3, tuple: to }).fd?.name;
    expect(name(DGRAM, 1)).toBe('10.0.0.5->10.0.0.53');
    expect(name(STREAM, 132)).toBe('<unknown>');
  });

  test('unix sockets show kernel addresses and the path', () => {
    const tuple = { family: UNIX, source: 0xffff8800n, dest: 0xabcn, path: '/run/x.sock' };
    const out = withSocket(UNIX, STREAM).event(T.PPME_SOCKET_CONNECT_X, 100, { res: 0, fd: 3, tuple });
    expect(out.fd).toMatchObject({ name: 'ffff8800->abc /run/x.sock', unixSource: 0xffff8800n, unixDest: 0xabcn });
  });

  test('without tuple, the enter event gives the destination', () => {
    const m = withSocket(INET, STREAM);
    m.event(T.PPME_SOCKET_CONNECT_E, 100, { fd: 3, addr: { family: INET, ip: SERVER, port: 443 } });
    const out = m.event(T.PPME_SOCKET_CONNECT_X, 100, { res: 0, fd: 3 });
    expect(out.fd).toMatchObject({ dip: SERVER, dport: 443, sip: ANY, name: '' });
  });

  test("the enter event's address counts where the tuple was read from the program's memory", () => {
    const m = withSocket(INET, STREAM);
    const real = { family: INET, ip: '\x01\x02\x03\x04', port: 99 };
    m.event(T.PPME_SOCKET_CONNECT_E, 100, { fd: 3, addr: real });
    const addr = { family: INET, ip: SERVER, port: 53 };
    const out = m.event(T.PPME_SOCKET_CONNECT_X, 100, { res: 0, fd: 3, tuple: to, addr });
    expect(out.fd?.name).toBe('10.0.0.5:4000->1.2.3.4:99');
  });

  test('a destination that only the kernel knows is kept', () => {
    const m = withSocket(INET, STREAM);
    m.event(T.PPME_SOCKET_CONNECT_E, 100, { fd: 3, addr: { family: INET, ip: ANY, port: 53 } });
    const addr = { family: INET, ip: ANY, port: 53 };
    const out = m.event(T.PPME_SOCKET_CONNECT_X, 100, { res: 0, fd: 3, tuple: to, addr });
    expect(out.fd?.name).toBe('10.0.0.5:4000->10.0.0.53:53');
  });
});

describe('bind and accept', () => {
  test('a port makes a server', () => {
    const addr = { family: INET, ip: ANY, port: 8080 };
    const out = withSocket(INET, STREAM).event(T.PPME_SOCKET_BIND_X, 100, { res: 0, addr, fd: 3 });
    expect(out.fd).toMatchObject({
      type: FD_IPV4_SERVER,
      name: '0.0.0.0:8080',
      sip: ANY,
      sport: 8080,
      dip: '',
      l4: L4_TCP,
      flags: FDF_ROLE_SERVER,
    });
  });

  test('no port, no server', () => {
    const addr = { family: INET, ip: ANY, port: 0 };
    const out = withSocket(INET, DGRAM).event(T.PPME_SOCKET_BIND_X, 100, { res: 0, addr, fd: 3 });
    expect(out.fd).toMatchObject({ type: FD_IPV4, name: '0.0.0.0:0', flags: 0 });
  });

  test('IPv6, unix and mapped addresses', () => {
    const bind = (domain: number, addr: object) =>
      withSocket(domain, STREAM).event(T.PPME_SOCKET_BIND_X, 100, { res: 0, addr: addr as never, fd: 3 }).fd;
    expect(bind(INET6, { family: INET6, ip: SERVER6, port: 80 })).toMatchObject({
      type: FD_IPV6_SERVER,
      name: 'fd00::35:80',
      l4: L4_TCP,
    });
    // The name is that of the parameter, the type follows the address.
    expect(bind(INET6, { family: INET6, ip: mapped(SERVER), port: 80 })).toMatchObject({
      type: FD_IPV4_SERVER,
      name: '::ffff:10.0.0.53:80',
      sip: SERVER,
    });
    expect(bind(UNIX, { family: UNIX, path: '/run/s' })).toMatchObject({ type: FD_UNIX, name: '/run/s' });
  });

  test('accept makes a connected server socket', () => {
    const m = withSocket(INET, STREAM);
    const out = m.event(T.PPME_SOCKET_ACCEPT4_6_X, 100, { fd: 9, tuple: to, flags: 1 << 12 });
    expect(out.fd).toMatchObject({
      type: FD_IPV4,
      name: '10.0.0.5:4000->10.0.0.53:53',
      l4: L4_TCP,
      flags: FDF_ROLE_SERVER | FDF_CONNECTED,
      openFlags: 1 << 12,
    });
    expect(out).toMatchObject({ fdNum: 9, fdNameChanged: true });
  });

  test('accept of a family that is not known only tells the number', () => {
    const out = withSocket(INET, STREAM).event(T.PPME_SOCKET_ACCEPT_5_X, 100, { fd: 9, tuple: { raw: '\x40' } });
    expect(out).toMatchObject({ fd: undefined, fdNum: 9 });
  });
});

describe('datagrams tell the ends', () => {
  test('a client that sends', () => {
    const out = withSocket(INET, DGRAM).event(T.PPME_SOCKET_SENDTO_X, 100, {
      res: 5,
      data: 'x',
      fd: 3,
      size: 5,
      tuple: to,
    });
    expect(out.fd).toMatchObject({
      name: '10.0.0.5:4000->10.0.0.53:53',
      flags: FDF_ROLE_CLIENT | FDF_CONNECTED,
    });
  });

  test('an answer has the ends the other way round and changes nothing', () => {
    const m = withSocket(INET, DGRAM);
    m.event(T.PPME_SOCKET_SENDTO_X, 100, { res: 5, data: 'x', fd: 3, size: 5, tuple: to });
    const out = m.event(T.PPME_SOCKET_RECVFROM_X, 100, { res: 5, data: 'y', tuple: back, fd: 3, size: 9 });
    expect(out.fd?.name).toBe('10.0.0.5:4000->10.0.0.53:53');
    expect(out.fdNameChanged).toBe(false);
  });

  test('a bound server that receives', () => {
    const m = withSocket(INET, DGRAM);
    m.event(T.PPME_SOCKET_BIND_X, 100, { res: 0, addr: { family: INET, ip: ANY, port: 53 }, fd: 3 });
    const out = m.event(T.PPME_SOCKET_RECVFROM_X, 100, { res: 5, data: 'y', tuple: to, fd: 3, size: 9 });
    expect(out.fd).toMatchObject({
      type: FD_IPV4,
      name: '10.0.0.5:4000->10.0.0.53:53',
      l4: L4_UDP,
      // It was no connection yet when the data came.
      flags: FDF_ROLE_SERVER,
    });
    // Its answer is swapped back, so that the client stays in front.
    const answer = m.event(T.PPME_SOCKET_SENDTO_X, 100, {
      res: 5,
      data: 'x',
      fd: 3,
      size: 5,
      tuple: { ...back, dport: 4001 },
    });
    expect(answer.fd?.name).toBe('10.0.0.5:4001->10.0.0.53:53');
  });

  test('a source that is missing is guessed from the interfaces', () => {
    const m = new Machine();
    m.state.network.set([{ name: 'eth0', address: CLIENT, netmask: '\xff\xff\xff\0', broadcast: '', linkSpeed: 0n }]);
    m.event(T.PPME_SOCKET_SOCKET_X, 100, { fd: 3, domain: INET, type: DGRAM, proto: 0, flags: 0 });
    const tuple = { ...to, sip: ANY, sport: 0 };
    const out = m.event(T.PPME_SOCKET_SENDTO_X, 100, { res: 5, data: 'x', fd: 3, size: 5, tuple });
    expect(out.fd?.name).toBe('10.0.0.5:0->10.0.0.53:53');
  });

  test('a named TCP socket keeps its ends', () => {
    const m = withSocket(INET, STREAM);
    m.event(T.PPME_SOCKET_CONNECT_X, 100, { res: 0, fd: 3, tuple: to });
    const other = { ...to, dip: '\x01\x01\x01\x01' };
    const out = m.event(T.PPME_SOCKET_SENDTO_X, 100, { res: 5, data: 'x', fd: 3, size: 5, tuple: other });
    expect(out.fd?.name).toBe('10.0.0.5:4000->10.0.0.53:53');
  });

  test('an unknown descriptor that sends is taken for a UDP socket', () => {
    const out = new Machine().event(T.PPME_SOCKET_SENDTO_X, 100, { res: 5, data: 'x', fd: 7, size: 5, tuple: to });
    expect(out.fd).toMatchObject({ type: FD_IPV4, l4: L4_UDP, name: '10.0.0.5:4000->10.0.0.53:53' });
    expect(out.fdNum).toBe(7);
  });

  test('a failed one teaches nothing', () => {
    const m = withSocket(INET, DGRAM);
    expect(m.event(T.PPME_SOCKET_SENDTO_X, 100, { res: -1, data: '', fd: 3, size: 5, tuple: to }).fd).toMatchObject({
      name: '',
      flags: 0,
    });
    expect(m.event(T.PPME_SOCKET_SENDTO_X, 100, { res: -1, data: '', fd: 8, size: 5, tuple: to }).fd).toBeUndefined();
  });

  test('unix datagrams', () => {
    const tuple = { family: UNIX, source: 1n, dest: 2n, path: '/dev/log' };
    const out = withSocket(UNIX, DGRAM).event(T.PPME_SOCKET_SENDTO_X, 100, {
      res: 5,
      data: 'x',
      fd: 3,
      size: 5,
      tuple,
    });
    expect(out.fd?.name).toBe('1->2 /dev/log');
  });

  test('reading and writing show that a socket is connected', () => {
    const m = withSocket(INET, STREAM);
    expect(m.event(T.PPME_SYSCALL_READ_X, 100, { res: -11, fd: 3 }).fd?.flags).toBe(0);
    expect(m.event(T.PPME_SYSCALL_WRITE_X, 100, { res: 1, data: 'x', fd: 3 }).fd?.flags).toBe(FDF_CONNECTED);
  });
});

test('a fork shares sockets until one side changes them', () => {
  const m = withSocket(INET, STREAM);
  m.event(T.PPME_SYSCALL_CLONE_20_X, 100, {
    res: 200,
    exe: '/bin/p',
    tid: 100,
    pid: 100,
    ptid: 1,
    flags: 0,
    vtid: 100,
    vpid: 100,
  });
  m.event(T.PPME_SOCKET_CONNECT_X, 200, { res: 0, fd: 3, tuple: to });
  expect(m.names(100)).toEqual([[3, '']]);
  expect(m.names(200)).toEqual([[3, '10.0.0.5:4000->10.0.0.53:53']]);
});

test('sockets of the process list: who listens is the server', () => {
  const tuple = { sip: SERVER, sport: 53, dip: CLIENT, dport: 4000, l4: L4_TCP };
  const m = new Machine([
    {
      tid: 100,
      fds: [
        { fd: 3, type: FD_IPV4_SERVER, sip: ANY, sport: 53, l4: L4_TCP },
        { fd: 4, type: FD_IPV4, ...tuple },
        { fd: 5, type: FD_IPV4, sip: CLIENT, sport: 4000, dip: SERVER, dport: 80, l4: L4_TCP },
        { fd: 6, type: FD_IPV6, sip: mapped(CLIENT), sport: 1, dip: mapped(SERVER), dport: 2, l4: L4_UDP },
        { fd: 7, type: FD_UNIX, name: '/run/s', unixSource: 1n, unixDest: 2n },
        { fd: 8, type: FD_UNIX },
      ],
    },
  ]);
  const fds = m.thread(100).fds;
  expect(fds.get(3)).toMatchObject({ name: '0.0.0.0:53', flags: 0 });
  expect(fds.get(4)).toMatchObject({ name: '10.0.0.5:4000->10.0.0.53:53', flags: FDF_ROLE_SERVER | FDF_CONNECTED });
  expect(fds.get(5)).toMatchObject({ name: '10.0.0.5:4000->10.0.0.53:80', flags: FDF_ROLE_CLIENT | FDF_CONNECTED });
  expect(fds.get(6)).toMatchObject({ type: FD_IPV4, flags: FDF_ROLE_CLIENT });
  expect(fds.get(7)).toMatchObject({ name: '/run/s', flags: FDF_ROLE_SERVER });
  expect(fds.get(8)).toMatchObject({ name: '', flags: FDF_ROLE_CLIENT });
});

describe('a descriptor that the event does not tell', () => {
  const stale = { fd: 5, name: '/old' };

  test('accept without a tuple speaks of what had its number before', () => {
    const m = new Machine([{ tid: 100, fds: [stale] }]);
    expect(m.event(T.PPME_SOCKET_ACCEPT_5_X, 100, { fd: 5 }).fd?.name).toBe('/old');
    expect(m.event(T.PPME_SOCKET_ACCEPT_5_X, 100, { fd: 6 }).fd).toBeUndefined();
    expect(m.event(T.PPME_SOCKET_ACCEPT_5_X, 100, { fd: -11 }).fd).toBeUndefined();
  });

  test('a failed open whose enter event was lost speaks of the open before it', () => {
    const m = new Machine([{ tid: 100 }]);
    m.event(T.PPME_SYSCALL_OPEN_E, 100, { name: '/a', flags: 1, mode: 0 });
    expect(m.event(T.PPME_SYSCALL_OPEN_X, 100, { fd: 3, name: '/a', flags: 1 }).fd?.name).toBe('/a');
    const failed = m.event(T.PPME_SYSCALL_OPEN_X, 100, { fd: -2, name: '/b', flags: 1 });
    expect([failed.fd?.name, failed.fdNum]).toEqual(['/a', 3]);
  });
});
