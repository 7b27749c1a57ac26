import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventInfo } from '@saker/schema/event-info.ts';
import {
  PPME_SYSCALL_FCHMODAT_X,
  PPME_SYSCALL_FCHOWNAT_X,
  PPME_SYSCALL_LINKAT_2_X,
  PPME_SYSCALL_MKDIRAT_X,
  PPME_SYSCALL_OPEN_BY_HANDLE_AT_X,
  PPME_SYSCALL_OPENAT_2_X,
  PPME_SYSCALL_OPENAT2_X,
  PPME_SYSCALL_RENAMEAT_X,
  PPME_SYSCALL_RENAMEAT2_X,
  PPME_SYSCALL_SYMLINKAT_X,
  PPME_SYSCALL_UNLINKAT_2_X,
} from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { workingDirectory } from '../../params/directory.ts';
import { AT_FDCWD } from '../../params/fd-text.ts';
import { paramIndex } from '../../params/param-types.ts';
import { textParam } from '../../params/raw-param.ts';
import { joinPath } from '../../state/path.ts';
import { borrowFd, type EventContext } from '../event-context.ts';
import { type Bound, type FieldArg, type FieldImpl, NEVER } from '../field.ts';
import { byType, read } from './bind.ts';

/** Names of the parameters that hold a directory's descriptor and a path below it. */
type PathParams = readonly [directory: string, path: string];

const RENAMES: readonly PathParams[] = [
  ['olddirfd', 'oldpath'],
  ['newdirfd', 'newpath'],
];
const LINKS: readonly PathParams[] = [
  ['olddir', 'oldpath'],
  ['newdir', 'newpath'],
];

/** By event type: the one path, or source and target. */
const PATHS: ReadonlyMap<number, readonly PathParams[]> = new Map<number, readonly PathParams[]>([
  [PPME_SYSCALL_RENAMEAT_X, RENAMES],
  [PPME_SYSCALL_RENAMEAT2_X, RENAMES],
  [PPME_SYSCALL_LINKAT_2_X, LINKS],
  [PPME_SYSCALL_SYMLINKAT_X, [['linkdirfd', 'linkpath']]],
  [PPME_SYSCALL_OPENAT_2_X, [['dirfd', 'name']]],
  [PPME_SYSCALL_OPENAT2_X, [['dirfd', 'name']]],
  [PPME_SYSCALL_UNLINKAT_2_X, [['dirfd', 'name']]],
  [PPME_SYSCALL_MKDIRAT_X, [['dirfd', 'path']]],
  [PPME_SYSCALL_FCHMODAT_X, [['dirfd', 'filename']]],
  [PPME_SYSCALL_FCHOWNAT_X, [['dirfd', 'pathname']]],
]);

/** Parameter of open_by_handle_at's exit event with the path that the kernel resolved. */
const HANDLE_PATH = 3;

function pathOf(ctx: EventContext, directoryIndex: number, pathIndex: number): ByteString | undefined {
  const thread = ctx.thread;
  if (thread === undefined) return undefined;
  if (ctx.evt.paramLength(directoryIndex) < 8 || ctx.evt.paramLength(pathIndex) <= 0) return undefined;
  const path = textParam(ctx, pathIndex) as ByteString;
  if (path.startsWith('/')) return joinPath('', path);
  const directory = ctx.evt.i64(directoryIndex, AT_FDCWD);
  if (directory === AT_FDCWD) return joinPath(workingDirectory(ctx, thread), path);
  // As in Falco the directory is what the event is about from here on: `fd.*` after this field speak of it.
  const fd = directory < 0 ? undefined : thread.fds.get(directory);
  ctx.fd = fd;
  ctx.fdBorrowed = false;
  if (fd === undefined) borrowFd(ctx, thread);
  return joinPath(fd === undefined ? '<UNKNOWN>/' : `${fd.name}/`, path);
}

function handlePath(ctx: EventContext): ByteString | undefined {
  if (ctx.thread === undefined || ctx.evt.i64(0, 0) <= 0) return undefined;
  return joinPath('', textParam(ctx, HANDLE_PATH) ?? '');
}

function bindAbspath(type: number, arg: FieldArg | undefined): Bound {
  if (type === PPME_SYSCALL_OPEN_BY_HANDLE_AT_X) return read(handlePath);
  const paths = PATHS.get(type);
  if (paths === undefined) return NEVER;
  // Events with one path have it under all three names.
  const chosen = paths[arg?.text === 'dst' ? paths.length - 1 : 0] as PathParams;
  const { params } = EVENTS[type] as EventInfo;
  const directory = paramIndex(params, chosen[0]);
  const path = paramIndex(params, chosen[1]);
  return directory < 0 || path < 0
    ? NEVER
    : { kind: 'read', of: 'event', impure: true, extract: (ctx) => pathOf(ctx, directory, path) };
}

/** `evt.abspath`, `.src`, `.dst`: paths of *at() calls, absolute. */
export const ABSPATH_FIELD: FieldImpl = byType('evt.abspath', bindAbspath);
