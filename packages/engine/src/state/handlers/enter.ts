import type { Handler } from '../handler.ts';
import { hasParam, idParam, textParam } from '../params.ts';
import { rawParam } from '../sock-params.ts';

/**
 * Enter events whose parameters the exit event may need. What a program passed lies in its own memory and may change
 * while the call runs; the enter event has what the kernel acted on.
 */
interface Shape {
  /** Parameters, -1 where the event has none. */
  readonly dirfd: number;
  readonly name: number;
  readonly flags: number;
  readonly address: number;
  /** Nothing is kept where the first parameter is empty. */
  readonly needsFirst: boolean;
}

function keep(shape: Shape): Handler {
  return (state, ctx, thread) => {
    const evt = ctx.evt;
    if (shape.needsFirst && !hasParam(evt, 0)) return;
    thread.enter = {
      type: evt.type,
      dirfd: shape.dirfd < 0 ? -1 : idParam(evt, shape.dirfd, -1),
      name: shape.name < 0 ? undefined : textParam(evt, shape.name, state.interner),
      flags: shape.flags < 0 ? 0 : evt.u32(shape.flags, 0),
      address: shape.address < 0 ? '' : rawParam(evt, shape.address),
    };
  };
}

const NONE = { dirfd: -1, name: -1, flags: -1, address: -1, needsFirst: true };
export const openEnter: Handler = keep({ ...NONE, name: 0, flags: 1 });
export const creatEnter: Handler = keep({ ...NONE, name: 0 });
export const openatEnter: Handler = keep({ ...NONE, dirfd: 0, name: 1, flags: 2 });
export const execveEnter: Handler = keep({ ...NONE, name: 0 });
export const execveatEnter: Handler = keep({ ...NONE, dirfd: 0, name: 1, flags: 2, needsFirst: false });
export const connectEnter: Handler = keep({ ...NONE, address: 1, needsFirst: false });
