// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import type { ValueKey } from '@saker/rules/compile/field-source.ts';
import {
  PPME_SOCKET_ACCEPT_5_X,
  PPME_SOCKET_ACCEPT4_6_X,
  PPME_SOCKET_SOCKET_X,
  PPME_SYSCALL_CREAT_X,
  PPME_SYSCALL_EVENTFD_X,
  PPME_SYSCALL_EVENTFD2_X,
  PPME_SYSCALL_INOTIFY_INIT_X,
  PPME_SYSCALL_INOTIFY_INIT1_X,
  PPME_SYSCALL_OPENAT_2_X,
  PPME_SYSCALL_OPENAT2_X,
  PPME_SYSCALL_PIPE_X,
  PPME_SYSCALL_PIPE2_X,
  PPME_SYSCALL_SIGNALFD_X,
  PPME_SYSCALL_SIGNALFD4_X,
  PPME_SYSCALL_TIMERFD_CREATE_X,
} from '@saker/schema/event-types.ts';
import { FD_DIRECTORY, FDF_OVERLAY_LOWER, FDF_OVERLAY_UPPER, type FdInfo } from '../../state/fd-info.ts';
import type { EventContext } from '../event-context.ts';
import type { Extract, FieldImpl } from '../field.ts';
import { bindFd, ofFd } from './bind.ts';
import { fdNameFromEvent } from './fd-name-from-event.ts';
import { isFile, typeChar, typeString } from './fd-types.ts';

function name(ctx: EventContext): ByteString | undefined {
  if (ctx.fd !== undefined) return ctx.fd.name;
  return ctx.thread === undefined ? undefined : fdNameFromEvent(ctx, false);
}

function nameraw(ctx: EventContext): ByteString | undefined {
  if (ctx.fd !== undefined) return withoutDoubleSlashes(ctx.fd.nameRaw);
  const raw = ctx.thread === undefined ? undefined : fdNameFromEvent(ctx, true);
  return raw === undefined ? undefined : withoutDoubleSlashes(raw);
}

/** Path up to the last slash; the root for names without one, and all of a name that ends in it. */
function directoryPart(path: ByteString): ByteString {
  const slash = path.lastIndexOf('/');
  if (slash <= 0) return '/';
  return slash < path.length - 1 ? path.slice(0, slash) : path;
}

function filePart(path: ByteString): ByteString {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return '/';
  return slash < path.length - 1 ? path.slice(slash + 1) : path;
}

/** Splits the descriptor's name, once for as long as it keeps it. */
function split(fd: FdInfo): FdInfo {
  if (fd.splitName !== fd.name) {
    fd.directory = directoryPart(fd.name);
    fd.filename = filePart(fd.name);
    fd.splitName = fd.name;
  }
  return fd;
}

/** Of files and directories, and of what the event names where the descriptor is not known. */
function directory(ctx: EventContext): ByteString | undefined {
  const fd = ctx.fd;
  if (fd === undefined) {
    const path = name(ctx);
    return path === undefined ? undefined : directoryPart(path);
  }
  if (isFile(fd.type)) return split(fd).directory;
  return fd.type === FD_DIRECTORY ? fd.name : undefined;
}

/** `container:` in front of a path; what stands for the host is ''. */
function inContainer(ctx: EventContext, path: ByteString | undefined): ByteString | undefined {
  return path === undefined || ctx.thread === undefined ? undefined : `${ctx.thread.containerId}:${path}`;
}

/** Paths with runs of slashes made one. */
export function withoutDoubleSlashes(path: ByteString): ByteString {
  return path.includes('//') ? path.replace(/\/+/g, '/') : path;
}

/** fd.typechar where the descriptor is not known, by exit event; accept and socket are taken for IPv4. */
const CHAR_OF_EVENT: ReadonlyMap<number, string> = new Map([
  [PPME_SYSCALL_OPENAT_2_X, 'f'],
  [PPME_SYSCALL_OPENAT2_X, 'f'],
  [PPME_SYSCALL_CREAT_X, 'f'],
  [PPME_SOCKET_SOCKET_X, '4'],
  [PPME_SOCKET_ACCEPT_5_X, '4'],
  [PPME_SOCKET_ACCEPT4_6_X, '4'],
  [PPME_SYSCALL_PIPE_X, 'p'],
  [PPME_SYSCALL_PIPE2_X, 'p'],
  [PPME_SYSCALL_EVENTFD_X, 'e'],
  [PPME_SYSCALL_EVENTFD2_X, 'e'],
  [PPME_SYSCALL_SIGNALFD_X, 's'],
  [PPME_SYSCALL_SIGNALFD4_X, 's'],
  [PPME_SYSCALL_TIMERFD_CREATE_X, 't'],
  [PPME_SYSCALL_INOTIFY_INIT_X, 'i'],
  [PPME_SYSCALL_INOTIFY_INIT1_X, 'i'],
]);

function typechar(ctx: EventContext): ByteString | undefined {
  if (ctx.fd !== undefined) return typeChar(ctx.fd.type);
  return ctx.thread === undefined ? undefined : (CHAR_OF_EVENT.get(ctx.evt.type | 1) ?? 'o');
}

/** Variants of {@link BY_NAME} beyond the types of known descriptors. */
const UNKNOWN_FD = 60;
const NO_THREAD = 62;
/** Kinds that nobody knows: all look the same. */
const OTHER_KIND = 63;

/** Stands for no name in keys: no byte string is it. */
const NO_NAME = '\u{fffd}';

/** The descriptor's name and type settle what is cut out of the name and how the type is called. */
const BY_NAME: ValueKey<EventContext> = {
  id: 'descriptor',
  value: (ctx) => name(ctx) ?? NO_NAME,
  variant: kindOf,
};

/** The path as given settles what is left of it without double slashes; it is looked for in every open. */
const BY_RAW_NAME: ValueKey<EventContext> = {
  id: 'raw name',
  value: (ctx) => (ctx.fd !== undefined ? ctx.fd.nameRaw : (nameraw(ctx) ?? NO_NAME)),
  variant: kindOf,
};

function kindOf(ctx: EventContext): number {
  if (ctx.fd !== undefined) return ctx.fd.type >= 0 && ctx.fd.type < UNKNOWN_FD ? ctx.fd.type : OTHER_KIND;
  return ctx.thread === undefined ? NO_THREAD : UNKNOWN_FD;
}

function byKey(field: string, key: ValueKey<EventContext>, extract: Extract): FieldImpl {
  return {
    name: field,
    bind: (_arg, eventType) => {
      const bound = bindFd(extract, eventType);
      return bound.kind === 'read' ? { ...bound, key, isKey: field === 'fd.name' } : bound;
    },
  };
}

/** What every descriptor has, and what files have. */
export const FILE_FIELDS: readonly FieldImpl[] = [
  ofFd('fd.num', (ctx) => (ctx.thread === undefined ? undefined : ctx.fdNum)),
  ofFd('fd.type', (ctx) => ctx.fd && typeString(ctx.fd.type)),
  ofFd('fd.typechar', typechar),
  byKey('fd.name', BY_NAME, name),
  byKey('fd.directory', BY_NAME, directory),
  byKey('fd.filename', BY_NAME, (ctx) =>
    ctx.fd !== undefined && isFile(ctx.fd.type) ? split(ctx.fd).filename : undefined,
  ),
  ofFd('fd.uid', (ctx) => ctx.thread && `${ctx.thread.tid}${ctx.fdNum}`),
  ofFd('fd.containername', (ctx) => inContainer(ctx, name(ctx))),
  ofFd('fd.containerdirectory', (ctx) => inContainer(ctx, directory(ctx))),
  ofFd('fd.name_changed', (ctx) => ctx.fd && ctx.fdNameChanged),
  ofFd('fd.dev', (ctx) => ctx.fd && ctx.fd.dev | 0),
  ofFd('fd.dev.major', (ctx) => ctx.fd && (ctx.fd.dev & 0xfff00) >>> 8),
  ofFd('fd.dev.minor', (ctx) => ctx.fd && (ctx.fd.dev & 0xff) | ((ctx.fd.dev >>> 12) & 0xfff00)),
  ofFd('fd.ino', (ctx) => ctx.fd?.ino),
  byKey('fd.nameraw', BY_RAW_NAME, nameraw),
  ofFd('fd.is_upper_layer', (ctx) => ctx.fd && (ctx.fd.flags & FDF_OVERLAY_UPPER) !== 0),
  ofFd('fd.is_lower_layer', (ctx) => ctx.fd && (ctx.fd.flags & FDF_OVERLAY_LOWER) !== 0),
];
