import type { EventView } from '@saker/scap/event-view.ts';
import {
  FD_BPF,
  FD_EVENT,
  FD_EVENTPOLL,
  FD_FIFO,
  FD_INOTIFY,
  FD_IO_URING,
  FD_MEMFD,
  FD_PIDFD,
  FD_SIGNALFD,
  FD_TIMERFD,
  FD_UNINITIALIZED,
  FD_UNIX,
  FD_USERFAULTFD,
  FdInfo,
  PPM_O_CLOEXEC,
} from '../fd-info.ts';
import type { Handler } from '../handler.ts';
import { bigParam, idParam, numberOrBig, result, textParam } from '../params.ts';
import { setUnixEnds } from '../sock-info.ts';

const EPOLL_CLOEXEC = 1;

/** A call that returns a new descriptor without name. `flags` reads its PPM_O_* bits. */
function creates(type: number, flags?: (evt: EventView) => number): Handler {
  return (state, ctx, thread) => {
    const fd = result(ctx.evt);
    if (fd < 0) return;
    const info = new FdInfo(type);
    if (flags !== undefined) info.openFlags = flags(ctx.evt);
    state.addFd(ctx, thread, fd, info, false);
  };
}

export const eventfdExit: Handler = creates(FD_EVENT);
export const eventfd2Exit: Handler = creates(FD_EVENT, (evt) => evt.u16(1, 0));
export const signalfdExit: Handler = creates(FD_SIGNALFD);
export const signalfd4Exit: Handler = creates(FD_SIGNALFD, (evt) => evt.u16(1, 0));
export const timerfdExit: Handler = creates(FD_TIMERFD, (evt) => evt.u8(2, 0));
export const inotifyInitExit: Handler = creates(FD_INOTIFY);
export const inotifyInit1Exit: Handler = creates(FD_INOTIFY, (evt) => evt.u16(1, 0));
export const bpfExit: Handler = creates(FD_BPF);
export const userfaultfdExit: Handler = creates(FD_USERFAULTFD);
export const ioUringSetupExit: Handler = creates(FD_IO_URING);
export const epollCreateExit: Handler = creates(FD_EVENTPOLL);
export const epollCreate1Exit: Handler = creates(FD_EVENTPOLL, (evt) =>
  (evt.u32(1, 0) & EPOLL_CLOEXEC) !== 0 ? PPM_O_CLOEXEC : 0,
);

export const pipeExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  if (result(evt) < 0) return;
  const info = new FdInfo(FD_FIFO);
  info.ino = numberOrBig(evt, 3);
  info.openFlags = evt.u32(4, 0);
  const other = info.copy();
  state.addFd(ctx, thread, idParam(evt, 1, -1), info, false);
  state.addFd(ctx, thread, idParam(evt, 2, -1), other, false);
};

export const socketpairExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  if (result(evt) < 0) return;
  const first = idParam(evt, 1, -1);
  const second = idParam(evt, 2, -1);
  if (first === second) {
    ctx.fd = undefined;
    return;
  }
  const info = new FdInfo(FD_UNIX);
  setUnixEnds(info, bigParam(evt, 3), bigParam(evt, 4));
  const other = info.copy();
  // Rules see the first end, but the number of the second.
  state.addFd(ctx, thread, first, info, false);
  const seen = ctx.fd;
  state.addFd(ctx, thread, second, other, false);
  ctx.fd = seen;
};

export const memfdCreateExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  const fd = result(evt);
  // A failed call leaves an entry too: upstream adds it under its negative number.
  const info = new FdInfo(fd >= 0 ? FD_MEMFD : FD_UNINITIALIZED);
  if (fd >= 0) {
    info.name = textParam(evt, 1, state.interner);
    info.openFlags = evt.u32(2, 0);
  }
  state.addFd(ctx, thread, fd, info, info.name !== '');
};

export const pidfdOpenExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  const fd = result(evt);
  if (fd < 0) return;
  const info = new FdInfo(FD_PIDFD);
  info.pid = idParam(evt, 1, 0);
  info.name = `/proc/${info.pid}`;
  info.openFlags = evt.u32(2, 0);
  state.addFd(ctx, thread, fd, info, true);
};

/** The new descriptor is the one another process has under a number. */
export const pidfdGetfdExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  const pidfd = thread.fds.get(idParam(evt, 1, -1));
  if (pidfd === undefined || pidfd.type !== FD_PIDFD) return;
  const target = state.thread(pidfd.pid)?.fds.get(idParam(evt, 2, -1));
  if (target === undefined) return;
  const info = target.copy();
  info.clearCloseOnExec();
  info.openFlags |= PPM_O_CLOEXEC;
  state.addFd(ctx, thread, result(evt), info, false);
};
