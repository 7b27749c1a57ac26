// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import { EVENT_HEADER_SIZE } from '@saker/scap/event-view.ts';
import type { EventContext } from '../../fields/event-context.ts';
import { FD_DIRECTORY, FD_FILE_V2, FDF_OVERLAY_LOWER, FDF_OVERLAY_UPPER, FdInfo } from '../fd-info.ts';
import type { Handler } from '../handler.ts';
import { hasParam, idParam, NA, numberOrBig, result, textParam } from '../params.ts';
import type { StateEngine } from '../state-engine.ts';
import type { ThreadInfo } from '../thread-info.ts';

const AT_FDCWD = -100;
const O_DIRECTORY = 1 << 10;
const O_F_CREATED = 1 << 14;
const UPPER_LAYER = 1 << 15;
const LOWER_LAYER = 1 << 16;
const CREAT_UPPER_LAYER = 1;
const CREAT_LOWER_LAYER = 2;
/** Bits of the flags that only the exit event knows. */
const EXIT_FLAGS = ~(O_F_CREATED - 1);
const UNKNOWN: ByteString = '<UNKNOWN>';
const SLASH = 47;
/** Two entries of an event's list of lengths. */
const LENGTHS_8_8 = 0x0008_0008;
const LENGTHS_4_4 = 0x0004_0004;

/** open(2). */
export const openExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  const fd = result(evt);
  if (fd < 0) return;
  const paths = state.paths;
  const cwd = state.cwd(thread);
  paths.read(evt, 1);
  let raw = paths.raw;
  let name = paths.joinRead(cwd);
  let flags = evt.u32(2, 0);
  const enter = state.enterOf(ctx, thread);
  if (enter?.name !== undefined && enter.name !== NA) {
    raw = enter.name;
    name = paths.join(cwd, raw);
    flags = enter.flags | (flags & EXIT_FLAGS);
  }
  addFile(state, ctx, thread, fd, raw, name, flags, 4, 5);
};

export const creatExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  const fd = result(evt);
  if (fd < 0) return;
  const enter = state.enterOf(ctx, thread);
  const given = enter?.name;
  const raw = given !== undefined && given !== NA ? given : textParam(evt, 1, state.interner);
  const layer = hasParam(evt, 3) && hasParam(evt, 4) ? evt.u16(5, 0) : 0;
  const flags = layer & CREAT_UPPER_LAYER ? UPPER_LAYER : layer & CREAT_LOWER_LAYER ? LOWER_LAYER : 0;
  addFile(state, ctx, thread, fd, raw, state.paths.join(state.cwd(thread), raw), flags, 3, 4);
};

/**
 * openat is one event of ten: today's layout (fd, dirfd, name, flags, mode, dev, ino) is read in one go, any other by the
 * general way.
 */
export const openatExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  const data = evt.data;
  const lengths = evt.offset + EVENT_HEADER_SIZE;
  if (
    evt.nparams !== 7 ||
    evt.lengthSize !== 2 ||
    thread.enter !== undefined ||
    data.getInt32(lengths, true) !== LENGTHS_8_8 ||
    data.getInt32(lengths + 8, true) !== LENGTHS_4_4 ||
    data.getUint16(lengths + 12, true) !== 8
  ) {
    openRelative(state, ctx, thread, 5);
    return;
  }
  const at = lengths + 14;
  const fd = data.getInt32(at, true);
  if (data.getInt32(at + 4, true) < 0) return;
  const nameAndFlags = data.getInt32(lengths + 4, true);
  const nameLength = nameAndFlags & 0xffff;
  if (nameAndFlags >>> 16 !== 4 || nameLength === 0) {
    openRelative(state, ctx, thread, 5);
    return;
  }
  const paths = state.paths;
  paths.readAt(evt, at + 16, nameLength);
  const raw = paths.raw;
  const name =
    raw.charCodeAt(0) === SLASH
      ? paths.joinRead('.')
      : paths.joinRead(baseDir(state, thread, raw, data.getInt32(at + 8, true)));
  const rest = at + 16 + nameLength;
  const flags = data.getInt32(rest, true);
  const info = newFile(raw, name, flags);
  info.dev = data.getUint32(rest + 8, true);
  const inoHigh = data.getInt32(rest + 16, true);
  info.ino = inoHigh === 0 ? data.getUint32(rest + 12, true) : numberOrBig(evt, 6);
  state.addFd(ctx, thread, fd, info, name !== '');
};

export const openat2Exit: Handler = (state, ctx, thread) => openRelative(state, ctx, thread, 6);

export const openByHandleExit: Handler = (state, ctx, thread) => {
  const fd = result(ctx.evt);
  if (fd < 0) return;
  const paths = state.paths;
  paths.read(ctx.evt, 3);
  addFile(state, ctx, thread, fd, paths.raw, paths.joinRead(''), ctx.evt.u32(2, 0), 4, 5);
};

function openRelative(state: StateEngine, ctx: EventContext, thread: ThreadInfo, devParam: number): void {
  const evt = ctx.evt;
  const fd = result(evt);
  if (fd < 0) return;
  const paths = state.paths;
  const enter = state.enterOf(ctx, thread);
  let flags = evt.u32(3, 0);
  if (enter?.name !== undefined && enter.name !== NA) {
    flags = enter.flags | (flags & EXIT_FLAGS);
    const raw = enter.name;
    const path = paths.join(baseDir(state, thread, raw, enter.dirfd), raw);
    addFile(state, ctx, thread, fd, raw, path, flags, devParam, devParam + 1);
    return;
  }
  paths.read(evt, 2);
  const raw = paths.raw;
  const dir = hasParam(evt, 1) ? baseDir(state, thread, raw, idParam(evt, 1, AT_FDCWD)) : '';
  addFile(state, ctx, thread, fd, raw, paths.joinRead(dir), flags, devParam, devParam + 1);
}

/** The directory that a path is relative to, ending with '/'; '.' where the path is absolute. */
export function baseDir(state: StateEngine, thread: ThreadInfo, path: ByteString, dirfd: number): ByteString {
  if (path.charCodeAt(0) === SLASH) return '.';
  if (dirfd === AT_FDCWD) return state.cwd(thread);
  const dir = dirfd < 0 ? undefined : thread.fds.get(dirfd);
  if (dir === undefined) return UNKNOWN;
  const name = dir.name;
  return name === '' || name.charCodeAt(name.length - 1) === SLASH ? name : `${name}/`;
}

function addFile(
  state: StateEngine,
  ctx: EventContext,
  thread: ThreadInfo,
  fd: number,
  raw: ByteString,
  name: ByteString,
  flags: number,
  devParam: number,
  inoParam: number,
): void {
  const evt = ctx.evt;
  const info = newFile(raw, name, flags);
  if (hasParam(evt, devParam)) {
    info.dev = evt.u32(devParam, 0);
    info.ino = numberOrBig(evt, inoParam);
  }
  state.addFd(ctx, thread, fd, info, name !== '');
}

function newFile(raw: ByteString, name: ByteString, flags: number): FdInfo {
  const info = new FdInfo((flags & O_DIRECTORY) !== 0 ? FD_DIRECTORY : FD_FILE_V2);
  info.openFlags = flags;
  info.name = name;
  info.nameRaw = raw;
  if ((flags & UPPER_LAYER) !== 0) info.flags |= FDF_OVERLAY_UPPER;
  if ((flags & LOWER_LAYER) !== 0) info.flags |= FDF_OVERLAY_LOWER;
  return info;
}
