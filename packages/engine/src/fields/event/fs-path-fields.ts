import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventInfo } from '@saker/schema/event-info.ts';
import * as E from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { workingDirectory } from '../../params/directory.ts';
import { AT_FDCWD } from '../../params/fd-text.ts';
import { paramIndex } from '../../params/param-types.ts';
import { textParam } from '../../params/raw-param.ts';
import { FD_DIRECTORY } from '../../state/fd-info.ts';
import { joinPath } from '../../state/path.ts';
import type { ThreadInfo } from '../../state/thread-info.ts';
import { type EventContext, eventFd } from '../event-context.ts';
import { FD_FIELDS } from '../fd/fields.ts';
import { type Bound, type FieldImpl, NEVER } from '../field.ts';
import { byType, extractOf, read } from './bind.ts';

type Which = 'name' | 'source' | 'target';

/** Parameters with the paths of one event type; FD_NAME: the name of the event's descriptor. */
type PathParams = Readonly<Partial<Record<Which, string>>>;

const FD_NAME = 'fd.name';
const RENAME: PathParams = { source: 'oldpath', target: 'newpath' };
/** A link is made at `newpath`; what it leads to counts as its target. */
const LINK: PathParams = { source: 'newpath', target: 'oldpath' };
const SYMLINK: PathParams = { source: 'linkpath', target: 'target' };

/** Which event types work on paths, and on which. */
const PATHS: ReadonlyMap<number, PathParams> = new Map<number, PathParams>([
  [E.PPME_SYSCALL_MKDIR_2_X, { name: 'path' }],
  [E.PPME_SYSCALL_MKDIRAT_X, { name: 'path' }],
  [E.PPME_SYSCALL_RMDIR_2_X, { name: 'path' }],
  [E.PPME_SYSCALL_UNLINK_2_X, { name: 'path' }],
  [E.PPME_SYSCALL_UNLINKAT_2_X, { name: 'name' }],
  [E.PPME_SYSCALL_OPEN_X, { name: 'name' }],
  [E.PPME_SYSCALL_OPENAT_2_X, { name: 'name' }],
  [E.PPME_SYSCALL_OPENAT2_X, { name: 'name' }],
  [E.PPME_SYSCALL_CHMOD_X, { name: 'filename' }],
  [E.PPME_SYSCALL_FCHMODAT_X, { name: 'filename' }],
  [E.PPME_SYSCALL_FCHMOD_X, { name: FD_NAME }],
  [E.PPME_SYSCALL_CHOWN_X, { name: 'path' }],
  [E.PPME_SYSCALL_LCHOWN_X, { name: 'path' }],
  [E.PPME_SYSCALL_FCHOWN_X, { name: FD_NAME }],
  [E.PPME_SYSCALL_FCHOWNAT_X, { name: 'pathname' }],
  [E.PPME_SYSCALL_QUOTACTL_X, { name: 'special' }],
  [E.PPME_SYSCALL_UMOUNT_1_X, { name: 'name' }],
  [E.PPME_SYSCALL_UMOUNT2_X, { name: 'name' }],
  [E.PPME_SYSCALL_RENAME_X, RENAME],
  [E.PPME_SYSCALL_RENAMEAT_X, RENAME],
  [E.PPME_SYSCALL_RENAMEAT2_X, RENAME],
  [E.PPME_SYSCALL_LINK_2_X, LINK],
  [E.PPME_SYSCALL_LINKAT_2_X, LINK],
  [E.PPME_SYSCALL_SYMLINK_X, SYMLINK],
  [E.PPME_SYSCALL_SYMLINKAT_X, SYMLINK],
  [E.PPME_SYSCALL_MOUNT_X, { source: 'dev', target: 'dir' }],
]);

const OPENS: readonly number[] = [E.PPME_SYSCALL_OPEN_X, E.PPME_SYSCALL_OPENAT_2_X, E.PPME_SYSCALL_OPENAT2_X];

/** Only successful calls have paths. For opens that is every result but -1, which is what Falco tests. */
function successTest(type: number): (ctx: EventContext) => boolean {
  if (OPENS.includes(type)) return (ctx) => ctx.evt.paramLength(0) >= 8 && ctx.evt.i64(0, -1) !== -1;
  return (ctx) => ctx.evt.paramLength(0) >= 8 && ctx.evt.i64(0, -1) === 0;
}

type Read = (ctx: EventContext) => ByteString | undefined;

function rawPath(type: number, param: string): Read | undefined {
  if (param === FD_NAME) {
    const field = FD_FIELDS.find((f) => f.name === FD_NAME);
    return field === undefined ? undefined : (extractOf(field.bind(undefined, type)) as Read);
  }
  const index = paramIndex((EVENTS[type] as EventInfo).params, param);
  return index < 0 ? undefined : (ctx) => textParam(ctx, index);
}

/** Directory of the descriptor that the event is about. */
function directoryOfEvent(ctx: EventContext): ByteString {
  const fd = eventFd(ctx);
  if (fd === undefined || fd.type !== FD_DIRECTORY) return '<UNKNOWN>';
  return fd.name === '' || fd.name.endsWith('/') ? fd.name : `${fd.name}/`;
}

function directoryOfParam(ctx: EventContext, thread: ThreadInfo, index: number): ByteString {
  const number = ctx.evt.i64(index, AT_FDCWD);
  if (number === AT_FDCWD) return workingDirectory(ctx, thread);
  const fd = thread.fds.get(number);
  if (fd === undefined) return '<UNKNOWN>';
  return fd.name === '' || fd.name.endsWith('/') ? fd.name : `${fd.name}/`;
}

type Directory = (ctx: EventContext, thread: ThreadInfo) => ByteString;

/** Where relative paths of an event type start; they are the directory's of the call only for some of the calls. */
function startOf(type: number, which: Which): Directory {
  switch (type) {
    case E.PPME_SYSCALL_FCHOWNAT_X:
    case E.PPME_SYSCALL_FCHMODAT_X:
    case E.PPME_SYSCALL_MKDIRAT_X:
    case E.PPME_SYSCALL_UNLINKAT_2_X:
      return directoryOfEvent;
    case E.PPME_SYSCALL_SYMLINKAT_X:
      return which === 'source' ? directoryOfEvent : () => '<UNKNOWN>';
    case E.PPME_SYSCALL_RENAMEAT2_X:
      return (ctx, thread) => directoryOfParam(ctx, thread, which === 'target' ? 3 : 1);
    default:
      return workingDirectory;
  }
}

function bindRaw(type: number, which: Which): Bound {
  const param = PATHS.get(type)?.[which];
  const raw = param === undefined ? undefined : rawPath(type, param);
  if (raw === undefined) return NEVER;
  const succeeded = successTest(type);
  return read((ctx) => (succeeded(ctx) ? raw(ctx) : undefined));
}

function bindResolved(type: number, which: Which): Bound {
  const param = PATHS.get(type)?.[which];
  const raw = param === undefined ? undefined : rawPath(type, param);
  if (raw === undefined) return NEVER;
  const succeeded = successTest(type);
  const start = startOf(type, which);
  const opened = type === E.PPME_SYSCALL_OPENAT_2_X || type === E.PPME_SYSCALL_OPENAT2_X;
  return read((ctx) => {
    if (!succeeded(ctx)) return undefined;
    const path = raw(ctx);
    const thread = ctx.thread;
    if (path === undefined || thread === undefined) return undefined;
    if (path.startsWith('/')) return joinPath('', path);
    // The descriptor that came out of the call already has the whole name.
    if (opened) return joinPath('', eventFd(ctx)?.name ?? '<UNKNOWN>');
    return joinPath(start(ctx, thread), path);
  });
}

/** `fs.path.*`: paths that calls work on, as given (`raw`) and absolute. */
export const FS_PATH_FIELDS: readonly FieldImpl[] = [
  byType('fs.path.name', (type) => bindResolved(type, 'name')),
  byType('fs.path.nameraw', (type) => bindRaw(type, 'name')),
  byType('fs.path.source', (type) => bindResolved(type, 'source')),
  byType('fs.path.sourceraw', (type) => bindRaw(type, 'source')),
  byType('fs.path.target', (type) => bindResolved(type, 'target')),
  byType('fs.path.targetraw', (type) => bindRaw(type, 'target')),
];
