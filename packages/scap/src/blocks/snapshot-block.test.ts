import { PPME_SYSCALL_CLOSE_X } from '@saker/schema/event-types.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeEvent, viewEvent } from '../codec/encode.ts';
import type { SnapshotCollector } from '../snapshot-collector.ts';
import {
  fdEntries,
  groupEntries,
  interfaceEntries,
  machineInfo,
  processEntries,
  userEntries,
} from '../testing/arbitraries.ts';
import { MACHINE, processEntry } from '../testing/entries.ts';
import { earlyV9, oldFdList, oldInterfaceList, oldProcessList, oldUserList } from '../testing/old-format.ts';
import { readAll } from '../testing/read-all.ts';
import { captureBytes, type ScapWriter } from '../writer.ts';
import * as kinds from './block-types.ts';
import { fdEntry } from './fd-list.ts';

const EVENT = viewEvent(encodeEvent({ type: PPME_SYSCALL_CLOSE_X, ts: 1n, tid: 1, params: { res: 0, fd: 1 } }));

/** The state that a reader takes from what `write` writes. */
function stateOf(write: (writer: ScapWriter) => void): SnapshotCollector {
  const { state, reader } = readAll(
    captureBytes((writer) => {
      writer.section();
      write(writer);
      writer.event(EVENT);
    }),
  );
  expect(reader.error).toBeUndefined();
  expect(reader.firstDefect).toBeUndefined();
  return state;
}

test('what is written is read: machine, interfaces, users, groups', () => {
  fc.assert(
    fc.property(machineInfo, interfaceEntries, userEntries, groupEntries, (machine, interfaces, users, groups) => {
      const state = stateOf((writer) => {
        writer.machine(machine);
        writer.interfaces(interfaces);
        writer.users(users, groups);
      });
      expect(state.machineInfo).toEqual(machine);
      expect(state.interfaceList).toEqual(interfaces);
      expect(state.userList).toEqual(users);
      expect(state.groupList).toEqual(groups);
    }),
  );
});

test('what is written is read: processes and descriptors', () => {
  fc.assert(
    fc.property(processEntries, fdEntries, (processes, fds) => {
      const state = stateOf((writer) => {
        writer.processes(processes);
        writer.fds(77, fds);
      });
      expect(state.processes).toEqual(processes);
      expect(state.fds.get(77) ?? []).toEqual(fds);
    }),
  );
});

test('a long process list is split into blocks', () => {
  const many = Array.from({ length: 3000 }, (_, i) => processEntry(i + 1, { env: 'A=1\0'.repeat(250) }));
  const capture = captureBytes((writer) => {
    writer.section();
    writer.processes(many);
    writer.event(EVENT);
  });
  expect(readAll(capture, 5000).state.processes).toEqual(many);
  expect(capture.length).toBeGreaterThan(3_000_000);
  expect(new DataView(capture.buffer).getUint32(32, true)).toBeLessThan(1_100_000);
});

const FULL = processEntry(42, {
  pid: 41,
  ptid: 40,
  sid: 39,
  vpgid: 38,
  comm: 'sh',
  exe: '/bin/sh',
  exePath: '/usr/bin/dash',
  args: '-c\0ls\0',
  cwd: '/tmp',
  fdLimit: 64,
  flags: 3,
  uid: 1000,
  gid: 100,
  vmSize: 11,
  vmRss: 12,
  vmSwap: 13,
  pfMajor: 14,
  pfMinor: 15,
  env: 'A=b\0',
  vtid: 2,
  vpid: 1,
  cgroups: 'cpu=/\0',
  root: '/srv',
  loginUid: 1000,
  exeWritable: true,
  capInheritable: 1n,
  capPermitted: 2n,
  capEffective: 3n,
});

/** What version 1 has, and what each later version adds. */
const VERSIONS = [
  { kind: kinds.PROCESS_LIST_V1, adds: [] },
  { kind: kinds.PROCESS_LIST_V2, adds: ['vmSize', 'vmRss', 'vmSwap', 'pfMajor', 'pfMinor'] },
  { kind: kinds.PROCESS_LIST_V3, adds: ['env'] },
  { kind: kinds.PROCESS_LIST_V4, adds: ['vtid', 'vpid', 'cgroups'] },
  { kind: kinds.PROCESS_LIST_V5, adds: ['root'] },
  { kind: kinds.PROCESS_LIST_V6, adds: ['sid'] },
  { kind: kinds.PROCESS_LIST_V7, adds: ['exePath'] },
  { kind: kinds.PROCESS_LIST_V8, adds: ['vpgid'] },
] as const;
const ALWAYS = ['tid', 'pid', 'ptid', 'comm', 'exe', 'args', 'cwd', 'fdLimit', 'flags', 'uid', 'gid'] as const;
const UNKNOWN = processEntry(0, { sid: -1, vpgid: -1, pgid: -1, vtid: -1, vpid: -1, root: '' });

test.each(VERSIONS.map(({ kind }, i) => [i + 1, kind] as const))(
  'reads process lists of version %i',
  (version, kind) => {
    const known = new Set<string>([...ALWAYS, ...VERSIONS.slice(0, version).flatMap((v) => v.adds)]);
    const expected = Object.fromEntries(
      Object.entries(FULL).map(([key, value]) => [key, known.has(key) ? value : UNKNOWN[key as keyof typeof UNKNOWN]]),
    );
    const state = stateOf((writer) => writer.block(kind, oldProcessList(version, [FULL, FULL])));
    expect(state.processes).toEqual([expected, expected]);
  },
);

test('reads the numbers of lists from before the first release', () => {
  const state = stateOf((writer) => {
    writer.block(kinds.PROCESS_LIST_V3_INT, oldProcessList(3, [FULL]));
    writer.block(kinds.FD_LIST_INT, oldFdList(42, [fdEntry(3, 1, { name: '/tmp/x' })]));
    writer.block(kinds.USER_LIST_INT, oldUserList([], [{ gid: 5, name: 'g' }]));
  });
  expect(state.processes[0]).toMatchObject({ tid: 42, env: 'A=b\0', vtid: -1 });
  expect(state.fds.get(42)).toMatchObject([{ fd: 3, name: '/tmp/x' }]);
  expect(state.groupList).toEqual([{ gid: 5, name: 'g' }]);
});

test('reads version 9 entries from before two members were put into their middle', () => {
  const state = stateOf((writer) => writer.block(kinds.PROCESS_LIST_V9, earlyV9(FULL)));
  expect(state.processes).toEqual([{ ...FULL, pgid: -1 }]);
});

test('entries of newer writers may be longer', () => {
  const known = captureBytes((writer) => writer.processes([FULL]));
  const entry = Buffer.from(known.subarray(8, known.length - 4));
  const size = entry.readUInt32LE(0);
  const longer = Buffer.concat([entry.subarray(0, size), Buffer.from('new members')]);
  longer.writeUInt32LE(longer.length, 0);
  const state = stateOf((writer) => writer.block(kinds.PROCESS_LIST_V9, longer.toString('latin1').repeat(2)));
  expect(state.processes).toEqual([FULL, FULL]);
});

test('reads descriptors, users and interfaces without sizes', () => {
  const fds = [
    fdEntry(0, 16, { name: '/dev/pts/0', openFlags: 3, ino: 3n }),
    fdEntry(3, 3, { sip: '\x7f\0\0\x01', dip: '\x7f\0\0\x02', sport: 1, dport: 65535, l4: 2 }),
    fdEntry(4, 8, { unixSource: 1n, unixDest: 1n << 63n, name: '/run/x' }),
    fdEntry(5, 12, { name: '' }),
  ];
  const users = [{ uid: 0, gid: 0, name: 'root', home: '/root', shell: '/bin/sh' }];
  const interfaces = [{ name: 'lo', address: '\x7f\0\0\x01', netmask: 'abcd', broadcast: 'efgh', linkSpeed: 7n }];
  const six = {
    name: 'eth0',
    address: 'a'.repeat(16),
    netmask: 'b'.repeat(16),
    broadcast: 'c'.repeat(16),
    linkSpeed: 9n,
  };
  const state = stateOf((writer) => {
    writer.machine(MACHINE);
    writer.block(kinds.FD_LIST, oldFdList(9, fds));
    writer.block(kinds.USER_LIST, oldUserList(users, []));
    writer.block(kinds.INTERFACE_LIST, oldInterfaceList([...interfaces, six], true));
  });
  expect(state.fds.get(9)).toEqual(fds);
  expect(state.userList).toEqual(users);
  expect(state.interfaceList).toEqual([...interfaces, six]);
  const slow = stateOf((writer) => writer.block(kinds.INTERFACE_LIST, oldInterfaceList([six, ...interfaces], false)));
  expect(slow.interfaceList.map((entry) => [entry.name, entry.linkSpeed])).toEqual([
    ['eth0', 0n],
    ['lo', 0n],
  ]);
});

test('a descriptor of a kind that is not known yet keeps its number in its name', () => {
  const state = stateOf((writer) => writer.fds(1, [fdEntry(8, 99, { name: 'whatever' })]));
  expect(state.fds.get(1)).toMatchObject([{ fd: 8, type: 10, name: 'unknown-type:[99]' }]);
});

test('a later list of users replaces the one before', () => {
  const state = stateOf((writer) => {
    writer.users([], [{ gid: 1, name: 'a' }]);
    writer.users([], [{ gid: 2, name: 'b' }]);
  });
  expect(state.groupList).toEqual([{ gid: 2, name: 'b' }]);
});
