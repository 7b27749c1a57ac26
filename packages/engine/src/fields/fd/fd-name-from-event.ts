import type { ByteString } from '@saker/core/byte-string.ts';
import {
  PPME_SOCKET_ACCEPT_5_X,
  PPME_SOCKET_ACCEPT4_6_X,
  PPME_SOCKET_CONNECT_X,
  PPME_SYSCALL_CREAT_X,
  PPME_SYSCALL_OPEN_BY_HANDLE_AT_X,
  PPME_SYSCALL_OPEN_X,
  PPME_SYSCALL_OPENAT_2_X,
  PPME_SYSCALL_OPENAT2_X,
} from '@saker/schema/event-types.ts';
import { sockTupleText } from '../../params/address-text.ts';
import { joinPath } from '../../state/path.ts';
import type { EventContext } from '../event-context.ts';
import { mainOf } from '../process/lineage.ts';

/** "The current directory" in the place of a directory's descriptor (PPM_AT_FDCWD). */
const AT_FDCWD = -100;
const UNKNOWN = '<UNKNOWN>';
const NOT_AVAILABLE = '<NA>';

/**
 * Name of the descriptor that the event was about, made of its parameters: for events without a known descriptor, mostly
 * calls that failed. '' for most events, undefined where there is none.
 * `raw`: the path as the program gave it, where the event distinguishes the two.
 */
export function fdNameFromEvent(ctx: EventContext, raw: boolean): ByteString | undefined {
  const type = ctx.evt.type;
  if (type % 2 === 0) return undefined;
  switch (type) {
    case PPME_SYSCALL_OPEN_X:
    case PPME_SYSCALL_CREAT_X:
      return resolved(ctx, pathParam(ctx, 1));
    case PPME_SOCKET_ACCEPT_5_X:
    case PPME_SOCKET_ACCEPT4_6_X:
    case PPME_SOCKET_CONNECT_X:
      return tupleParam(ctx, 1);
    case PPME_SYSCALL_OPENAT_2_X:
    case PPME_SYSCALL_OPENAT2_X:
      return openatName(ctx, raw);
    case PPME_SYSCALL_OPEN_BY_HANDLE_AT_X:
      return pathParam(ctx, 3);
    default:
      return '';
  }
}

/** A path; one that is not there, and the one that old captures call "(NULL)", read "<NA>". */
function pathParam(ctx: EventContext, index: number): ByteString {
  const path = ctx.evt.str(index);
  return path === undefined || path === '(NULL)' ? NOT_AVAILABLE : path;
}

function tupleParam(ctx: EventContext, index: number): ByteString {
  const length = ctx.evt.paramLength(index);
  return length <= 0 ? 'NULL' : sockTupleText(ctx.evt, ctx.evt.paramOffset(index), length);
}

function resolved(ctx: EventContext, path: ByteString): ByteString {
  if (path === NOT_AVAILABLE || path === '' || path.startsWith('/')) return path;
  const joined = joinPath(cwdOf(ctx), path);
  return joined === '' ? path : joined;
}

function openatName(ctx: EventContext, raw: boolean): ByteString | undefined {
  if (ctx.evt.paramLength(2) <= 0) return undefined;
  const path = pathParam(ctx, 2);
  if (raw) return path;
  if (ctx.evt.paramLength(1) <= 0) return undefined;
  return joinPath(directoryOf(ctx, path, ctx.evt.i64(1, AT_FDCWD)), path);
}

function directoryOf(ctx: EventContext, path: ByteString, dirfd: number): ByteString {
  if (path.startsWith('/')) return '.';
  if (ctx.thread === undefined) return UNKNOWN;
  if (dirfd === AT_FDCWD) return cwdOf(ctx);
  const name = ctx.thread.fds.get(dirfd)?.name;
  if (name === undefined) return UNKNOWN;
  return name === '' || name.endsWith('/') ? name : `${name}/`;
}

function cwdOf(ctx: EventContext): ByteString {
  const main = ctx.thread === undefined ? undefined : mainOf(ctx.state, ctx.thread);
  return main === undefined ? './' : main.cwd;
}
