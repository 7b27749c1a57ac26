// HOT: allocation-free per event; bench: bench/replay
import type { EventInfo } from '@saker/schema/event-info.ts';
import {
  PPME_PROCINFO_E,
  PPME_SOCKET_ACCEPT_5_X,
  PPME_SOCKET_ACCEPT4_6_X,
  PPME_SOCKET_CONNECT_X,
  PPME_SYSCALL_CREAT_X,
  PPME_SYSCALL_OPEN_BY_HANDLE_AT_X,
  PPME_SYSCALL_OPEN_X,
  PPME_SYSCALL_OPENAT_2_X,
  PPME_SYSCALL_OPENAT2_X,
} from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { bindParam } from '../../params/bound-param.ts';
import { type Integer, signed64 } from '../../params/integers.ts';
import {
  FD_DIRECTORY,
  FD_FILE,
  FD_FILE_V2,
  FD_IPV4,
  FD_IPV6_SERVER,
  FD_UNIX,
  type FdInfo,
} from '../../state/fd-info.ts';
import { type EventContext, eventFd } from '../event-context.ts';
import { type Bound, type FieldImpl, NEVER } from '../field.ts';
import { always, byType, fixed, read } from './bind.ts';
import { hasReturnValue } from './event-class.ts';

/** Return value of a system call; 0 where the event lost it. Only for event types that have one. */
export function returnValue(ctx: EventContext): Integer {
  const length = ctx.evt.paramLength(0);
  if (length === 8) {
    const at = ctx.evt.paramOffset(0);
    return signed64(ctx.evt.data.getInt32(at + 4, true), ctx.evt.data.getUint32(at, true));
  }
  return length === 4 ? ctx.evt.i32(0, 0) : 0;
}

/** Whether the system call failed: the sign of {@link returnValue}. */
function failed(ctx: EventContext): boolean {
  const view = ctx.evt;
  const length = view.paramLength(0);
  if (length === 8) return (view.bytes[view.paramOffset(0) + 7] as number) >= 0x80;
  return length === 4 && (view.bytes[view.paramOffset(0) + 3] as number) >= 0x80;
}

/** A value of events that return something. */
function ofResult(type: number, extract: (ctx: EventContext) => Integer | boolean | string | undefined): Bound {
  if (!hasReturnValue(type)) return NEVER;
  return read((ctx) => (ctx.evt.nparams === 0 ? undefined : extract(ctx)));
}

function isFile(fd: FdInfo): boolean {
  return fd.type === FD_FILE || fd.type === FD_FILE_V2 || fd.type === FD_DIRECTORY;
}

function isSocket(fd: FdInfo): boolean {
  return (fd.type >= FD_IPV4 && fd.type <= FD_IPV6_SERVER) || fd.type === FD_UNIX;
}

const OPENS: readonly number[] = [
  PPME_SYSCALL_OPEN_X,
  PPME_SYSCALL_CREAT_X,
  PPME_SYSCALL_OPENAT_2_X,
  PPME_SYSCALL_OPENAT2_X,
  PPME_SYSCALL_OPEN_BY_HANDLE_AT_X,
];
const CONNECTS: readonly number[] = [PPME_SOCKET_ACCEPT_5_X, PPME_SOCKET_ACCEPT4_6_X, PPME_SOCKET_CONNECT_X];

function isMemory(type: number): boolean {
  return (EVENTS[type] as EventInfo).categories.includes('EC_MEMORY');
}

function errorCount(ctx: EventContext): number {
  return failed(ctx) ? 1 : 0;
}

/** Counts errors of one kind: by the descriptor where it is known, else by the type of event. */
function errorsOf(name: string, byFd: (fd: FdInfo) => boolean, byEvent: (type: number) => boolean): FieldImpl {
  return byType(name, (type) => {
    const withoutFd = byEvent(type);
    return ofResult(type, (ctx) => {
      const fd = eventFd(ctx);
      return (fd === undefined ? withoutFd : byFd(fd)) ? errorCount(ctx) : undefined;
    });
  });
}

/** What the system call returned. */
export const RESULT_FIELDS: readonly FieldImpl[] = [
  byType('evt.rawres', (type) => ofResult(type, returnValue)),
  byType('evt.failed', (type) => ofResult(type, failed)),
  byType('evt.res', (type) => {
    if (!hasReturnValue(type) || EVENTS[type]?.params.length === 0) return NEVER;
    const param = bindParam(type, 0);
    return ofResult(type, (ctx) => (failed(ctx) ? param.value(ctx) : 'SUCCESS'));
  }),
  fixed('evt.count', 1),
  byType('evt.count.error', (type) => ofResult(type, errorCount)),
  errorsOf('evt.count.error.file', isFile, (type) => OPENS.includes(type)),
  errorsOf('evt.count.error.net', isSocket, (type) => CONNECTS.includes(type)),
  byType('evt.count.error.memory', (type) => (isMemory(type) ? ofResult(type, errorCount) : NEVER)),
  errorsOf(
    'evt.count.error.other',
    (fd) => !isFile(fd) && !isSocket(fd),
    (type) => !OPENS.includes(type) && !CONNECTS.includes(type) && !isMemory(type),
  ),
  byType('evt.count.exit', (type) => (type % 2 === 1 ? always(1) : NEVER)),
  byType('evt.count.threadinfo', (type) => always(type === PPME_PROCINFO_E ? 1 : 0)),
  byType('evt.count.procinfo', (type) =>
    type === PPME_PROCINFO_E ? read((ctx) => (ctx.thread?.isMain() ? 1 : 0)) : always(0),
  ),
];
