import * as types from '@saker/schema/event-types.ts';
import * as kinds from '../blocks/block-types.ts';
import { fdEntry } from '../blocks/fd-list.ts';
import { encodeEvent, viewEvent } from '../codec/encode.ts';
import type { ParamValue } from '../codec/param-value.ts';
import { MACHINE, processEntry } from '../testing/entries.ts';
import { oldEvent, oldFdList, oldInterfaceList, oldProcessList, oldUserList } from '../testing/old-format.ts';
import { writeSyntheticCapture } from '../testing/synthetic-capture.ts';
import { captureBytes, type ScapWriter } from '../writer.ts';

const PROCESS = processEntry(42, { comm: 'sh', exe: 'sh', args: '-c\0ls\0', env: 'A=b\0', cgroups: 'cpu=/\0' });
const USERS = [{ uid: 0, gid: 0, name: 'root', home: '/root', shell: '/bin/sh' }];
const INTERFACES = [{ name: 'lo', address: '\x7f\0\0\x01', netmask: 'abcd', broadcast: 'efgh', linkSpeed: 7n }];
const FDS = [
  fdEntry(0, 16, { name: '/dev/null', openFlags: 3 }),
  fdEntry(3, 3, { sip: '\x7f\0\0\x01', dip: '\x7f\0\0\x02', l4: 2 }),
  fdEntry(4, 8, { name: '/run/x' }),
];

/** Small captures that between them go through every decoder and conversion; made here, not recorded. */
export function corpus(): Uint8Array[] {
  return [current(), old(), oldLists(), sections(), large()];
}

function current(): Uint8Array {
  return captureBytes((writer) => writeSyntheticCapture(writer, { events: 40 }));
}

function event(type: number, params: Readonly<Record<string, ParamValue>>): ReturnType<typeof encodeEvent> {
  return encodeEvent({ type, ts: 1n, tid: 42, params, nparams: Object.keys(params).length });
}

/** Enter and exit events of system calls that take the longest ways through the conversion table. */
function old(): Uint8Array {
  const exec = { res: 0, exe: 'ls', args: '-l\0', tid: 42, pid: 42, ptid: 1, cwd: '/', fdlimit: 10 };
  const pairs = [
    event(types.PPME_SYSCALL_OPEN_E, {}),
    event(types.PPME_SYSCALL_OPEN_X, { fd: 3, name: '/etc/passwd', flags: 1, mode: 0 }),
    event(types.PPME_SYSCALL_READ_E, { fd: 3, size: 100 }),
    event(types.PPME_SYSCALL_READ_X, { res: 5, data: 'hello' }),
    event(types.PPME_SYSCALL_CLOSE_E, { fd: 3 }),
    event(types.PPME_SYSCALL_CLOSE_X, { res: 0 }),
    event(types.PPME_SYSCALL_EXECVE_8_E, {}),
    event(types.PPME_SYSCALL_EXECVE_8_X, exec),
    event(types.PPME_CONTAINER_E, { id: 'abc', type: 6, name: 'web', image: 'nginx' }),
  ];
  return captureBytes((writer) => {
    writer.section();
    for (const each of pairs) writer.block(kinds.EVENT, oldEvent(each));
    for (const each of pairs) writer.block(kinds.EVENT_FLAGS, oldEvent(each, 1));
    for (const each of pairs) writer.event(viewEvent(each));
  });
}

function oldLists(): Uint8Array {
  return captureBytes((writer) => {
    writer.section();
    writer.machine(MACHINE);
    writer.block(kinds.INTERFACE_LIST, oldInterfaceList(INTERFACES, true));
    writer.block(kinds.USER_LIST, oldUserList(USERS, [{ gid: 0, name: 'root' }]));
    const lists = [kinds.PROCESS_LIST_V1, kinds.PROCESS_LIST_V2, kinds.PROCESS_LIST_V3, kinds.PROCESS_LIST_V4];
    for (const [i, kind] of lists.entries()) writer.block(kind, oldProcessList(i + 1, [PROCESS, PROCESS]));
    writer.block(kinds.PROCESS_LIST_V8, oldProcessList(8, [PROCESS, PROCESS]));
    writer.block(kinds.FD_LIST, oldFdList(42, FDS));
    addClose(writer);
  });
}

function sections(): Uint8Array {
  return captureBytes((writer) => {
    for (let i = 0; i < 2; i++) {
      writer.section();
      writer.interfaces(INTERFACES);
      writer.users(USERS, []);
      writer.processes([PROCESS, PROCESS]);
      writer.fds(42, FDS);
      addClose(writer);
    }
  });
}

function large(): Uint8Array {
  return captureBytes((writer) => {
    writer.section();
    addClose(writer);
    const params = { plugin_id: 0, name: 'container', data: 'x'.repeat(70_000) };
    const evt = viewEvent(encodeEvent({ type: types.PPME_ASYNCEVENT_E, ts: 1n, tid: -1, params }));
    writer.event(evt);
    evt.flags = 1;
    writer.event(evt);
    addClose(writer);
  });
}

function addClose(writer: ScapWriter): void {
  writer.event(viewEvent(event(types.PPME_SYSCALL_CLOSE_X, { res: 0, fd: 3 })));
}
