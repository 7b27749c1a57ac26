// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventInfo } from '@saker/schema/event-info.ts';
import { PPME_ASYNCEVENT_E, PPME_GENERIC_X } from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { SYSCALL_CODES } from '@saker/schema/syscall-codes.ts';
import { SYSCALLS } from '@saker/schema/syscalls.ts';
import { textParam } from '../../params/raw-param.ts';
import {
  FD_DIRECTORY,
  FD_EVENT,
  FD_FIFO,
  FD_FILE,
  FD_FILE_V2,
  FD_INOTIFY,
  FD_IPV4,
  FD_IPV6_SERVER,
  FD_SIGNALFD,
  FD_UNIX,
  FD_USERFAULTFD,
} from '../../state/fd-info.ts';
import { type EventContext, eventFd } from '../event-context.ts';
import { type FieldArg, type FieldImpl, NEVER, reads } from '../field.ts';
import { always, byType, read } from './bind.ts';
import { isIo, isSyscallEvent } from './event-class.ts';

const UNKNOWN_CODE = 0;
const NAMES_BY_NUMBER: ReadonlyMap<number, string> = new Map(SYSCALLS.map((s) => [s.x86_64, s.name]));

/** Name of the system call of a generic event. Calls that were new to the writer are found by their x86-64 number. */
function genericName(ctx: EventContext): ByteString {
  const code = ctx.evt.u16(0, UNKNOWN_CODE);
  if (code === UNKNOWN_CODE && ctx.evt.paramLength(1) > 0) {
    return NAMES_BY_NUMBER.get(ctx.evt.u16(1, -1)) ?? (SYSCALL_CODES[UNKNOWN_CODE] as string);
  }
  return SYSCALL_CODES[code] ?? '';
}

function nameOf(type: number): ByteString {
  return (EVENTS[type] as EventInfo).name;
}

/** Texts of categories; the four IO and wait kinds of EC_IO_* depend on the descriptor. */
const CATEGORIES: Readonly<Record<string, string>> = {
  EC_OTHER: 'other',
  EC_FILE: 'file',
  EC_NET: 'net',
  EC_IPC: 'IPC',
  EC_MEMORY: 'memory',
  EC_PROCESS: 'process',
  EC_SLEEP: 'sleep',
  EC_SYSTEM: 'system',
  EC_SIGNAL: 'signal',
  EC_USER: 'user',
  EC_TIME: 'time',
  EC_PROCESSING: 'processing',
  EC_WAIT: 'wait',
  EC_SCHEDULER: 'scheduler',
  EC_INTERNAL: 'internal',
};

/** What a transfer over a descriptor is about. */
function ioCategory(ctx: EventContext): ByteString {
  const fd = eventFd(ctx);
  const type = fd === undefined ? -1 : fd.type;
  if (type === FD_FILE || type === FD_FILE_V2 || type === FD_DIRECTORY) return 'file';
  if (type >= FD_IPV4 && type <= FD_IPV6_SERVER) return 'net';
  switch (type) {
    case FD_FIFO:
    case FD_UNIX:
    case FD_EVENT:
    case FD_SIGNALFD:
    case FD_INOTIFY:
    case FD_USERFAULTFD:
      return 'ipc';
    default:
      return 'unknown';
  }
}

/** `evt.type.is.open`: 1 for the first event type of the name and the one after it (enter and exit); or by number. */
function isType(type: number, arg: FieldArg | undefined): boolean {
  if (arg === undefined) return false;
  if (arg.index !== undefined) return type === arg.index;
  const first = EVENTS.findIndex((e) => e.name === arg.text);
  return first >= 0 && (type === first || type === first + 1);
}

/** What kind of event it is. */
export const TYPE_FIELDS: readonly FieldImpl[] = [
  byType('evt.type', (type) => {
    if (type === PPME_GENERIC_X) return read(genericName);
    if (type === PPME_ASYNCEVENT_E) return read((ctx) => textParam(ctx, 1));
    return always(nameOf(type));
  }),
  byType('evt.type.is', (type, arg) => always(isType(type, arg) ? 1 : 0)),
  byType('syscall.type', (type) => {
    if (!isSyscallEvent(type)) return NEVER;
    return type === PPME_GENERIC_X ? read(genericName) : always(nameOf(type));
  }),
  byType('evt.category', (type) => {
    if (isIo(type)) return read(ioCategory);
    return always(CATEGORIES[EVENTS[type]?.categories[0] ?? ''] ?? 'unknown');
  }),
  byType('evt.dir', (type) => always(type % 2 === 0 ? '>' : '<')),
  // The CPU number travels unsigned and is declared signed.
  reads('evt.cpu', 'event', (ctx) => (ctx.evt.cpu << 16) >> 16),
];
