import type { ByteString } from '@saker/core/byte-string.ts';
import type { Handler } from '../handler.ts';
import { result, textParam } from '../params.ts';
import type { StateEngine } from '../state-engine.ts';
import type { ThreadInfo } from '../thread-info.ts';

/**
 * Sets the process's working directory, which is kept with its main thread. A relative path counts from what the thread
 * itself knows, as upstream has it.
 */
export function updateCwd(state: StateEngine, thread: ThreadInfo, path: ByteString): void {
  const main = state.table.main(thread);
  if (main === undefined) return;
  const cwd = state.paths.joinDir(thread.cwd, path);
  if (cwd === main.cwd) return;
  main.cwd = cwd;
  state.table.touch(main);
}

export const chdirExit: Handler = (state, ctx, thread) => {
  if (result(ctx.evt) >= 0) updateCwd(state, thread, textParam(ctx.evt, 1, state.interner));
};

export const fchdirExit: Handler = (state, ctx, thread) => {
  if (ctx.fd !== undefined && result(ctx.evt) >= 0) updateCwd(state, thread, ctx.fd.name);
};

/** getcwd tells the directory by the way. */
export const getcwdExit: Handler = chdirExit;

export const chrootExit: Handler = (state, ctx, thread) => {
  if (result(ctx.evt) === 0) {
    const path = textParam(ctx.evt, 1, state.interner);
    thread.root = path.startsWith('/') || path === '<NA>' ? path : state.paths.join(state.cwd(thread), path);
    state.table.touch(thread);
  }
  if (result(ctx.evt) >= 0) state.placeInContainer(thread);
};
