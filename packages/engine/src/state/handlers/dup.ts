// HOT: allocation-free per event; bench: bench/replay
import { PPM_O_CLOEXEC } from '../fd-info.ts';
import type { Handler } from '../handler.ts';
import { result } from '../params.ts';
import { CL_PIPE_DST, CL_PIPE_SRC } from '../thread-info.ts';

const F_DUPFD = 1;
const F_SETFD = 3;
const F_DUPFD_CLOEXEC = 26;
const FD_CLOEXEC = 1;

/** dup, dup2, dup3: the third has flags. */
function duplicates(flagsParam: number): Handler {
  return (state, ctx, thread) => {
    const fd = result(ctx.evt);
    const old = ctx.fd;
    if (fd < 0 || old === undefined) return;
    // Standard input or output replaced: most likely a shell that builds a pipe.
    if (fd === 0) thread.flags |= CL_PIPE_DST;
    if (fd === 1) thread.flags |= CL_PIPE_SRC;
    const info = old.copy();
    info.clearCloseOnExec();
    if (flagsParam >= 0 && (ctx.evt.u32(flagsParam, 0) & PPM_O_CLOEXEC) !== 0) info.openFlags |= PPM_O_CLOEXEC;
    state.addFd(ctx, thread, fd, info, false);
  };
}

export const dupExit: Handler = duplicates(-1);
export const dup3Exit: Handler = duplicates(3);

export const fcntlExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  const command = evt.u8(2, 0);
  if (command !== F_DUPFD && command !== F_DUPFD_CLOEXEC && command !== F_SETFD) return;
  const fd = result(evt);
  const old = ctx.fd;
  if (fd < 0 || old === undefined) return;
  if (command === F_SETFD) {
    const mark = (evt.u64(3, 0) & FD_CLOEXEC) !== 0;
    if (mark === ((old.openFlags & PPM_O_CLOEXEC) !== 0) && (old.openFlags & 1) === 0) return;
    const info = state.ownFd(ctx, thread, old);
    info.clearCloseOnExec();
    if (mark) info.openFlags |= PPM_O_CLOEXEC;
    return;
  }
  const info = old.copy();
  info.clearCloseOnExec();
  if (command === F_DUPFD_CLOEXEC) info.openFlags |= PPM_O_CLOEXEC;
  state.addFd(ctx, thread, fd, info, false);
};
