// HOT: allocation-free per event; bench: bench/replay
import { PPM_O_CLOEXEC } from '../fd-info.ts';
import type { Handler } from '../handler.ts';
import { result } from '../params.ts';

const CLOSE_RANGE_CLOEXEC = 1 << 2;

export const closeExit: Handler = (state, ctx, thread) => {
  if (ctx.fd !== undefined && result(ctx.evt) >= 0) state.closeLater(thread.fds, thread.lastEventFd);
};

export const closeRangeExit: Handler = (_state, ctx, thread) => {
  const evt = ctx.evt;
  if (result(evt) < 0) return;
  const first = evt.u32(1, 0);
  const last = evt.u32(2, 0);
  const mark = (evt.u32(3, 0) & CLOSE_RANGE_CLOEXEC) !== 0;
  const fds = thread.fds;
  fds.forEach((fd, info) => {
    if (fd < first || fd > last) return;
    if (mark) fds.own(fd, info).openFlags |= PPM_O_CLOEXEC;
    else fds.delete(fd);
  });
};
