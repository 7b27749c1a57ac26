import type { EventContext } from '../../fields/event-context.ts';
import { type ContainerInfo, parseContainer } from '../container-info.ts';
import type { LooseHandler } from '../handler.ts';
import { textParam } from '../params.ts';
import { rawParam } from '../sock-params.ts';
import type { StateEngine } from '../state-engine.ts';

export const userAdded: LooseHandler = (state, ctx) => {
  if (!isOfHost(ctx, 5)) return;
  const evt = ctx.evt;
  state.users.addUser('', {
    uid: evt.u32(0, 0),
    gid: evt.u32(1, 0),
    name: textParam(evt, 2, state.interner),
    home: textParam(evt, 3, state.interner),
    shell: textParam(evt, 4, state.interner),
  });
  state.touchAll();
};

export const userDeleted: LooseHandler = (state, ctx) => {
  if (!isOfHost(ctx, 5)) return;
  state.users.removeUser('', ctx.evt.u32(0, 0));
  state.touchAll();
};

export const groupAdded: LooseHandler = (state, ctx) => {
  if (!isOfHost(ctx, 2)) return;
  const evt = ctx.evt;
  state.users.addGroup('', { gid: evt.u32(0, 0), name: textParam(evt, 1, state.interner) });
  state.touchAll();
};

export const groupDeleted: LooseHandler = (state, ctx) => {
  if (!isOfHost(ctx, 2)) return;
  state.users.removeGroup('', ctx.evt.u32(0, 0));
  state.touchAll();
};

/**
 * Whether an announcement is about the host: its container id is there and empty. Upstream takes the users of a container
 * from the container's own files and nowhere else, so that a replay, which does not have those, knows of none.
 */
function isOfHost(ctx: EventContext, index: number): boolean {
  return ctx.evt.str(index) === '';
}

/** Asynchronous events: only the container plugin's matter. */
export const asyncEvent: LooseHandler = (state, ctx) => {
  const name = textParam(ctx.evt, 1, state.interner);
  if (name !== 'container' && name !== 'container_removed') return;
  const info = parseContainer(rawParam(ctx.evt, 2));
  if (info === undefined) return;
  ctx.container = info;
  if (name === 'container') state.containerTable.set(info);
  else state.containerTable.remove(info.id);
  state.touchAll();
};

/** The document in parameter 0, as captures had it before asynchronous events. */
export const containerJson: LooseHandler = (state, ctx) => {
  const info = parseContainer(rawParam(ctx.evt, 0));
  if (info !== undefined) announce(state, ctx, info);
};

/** The oldest kind: id, type, name and image. */
export const container: LooseHandler = (state, ctx) => {
  const evt = ctx.evt;
  const id = textParam(evt, 0, state.interner);
  const name = textParam(evt, 2, state.interner);
  const image = textParam(evt, 3, state.interner);
  announce(state, ctx, { id, json: { id, type: evt.u32(1, 0xffff), name, image } });
};

function announce(state: StateEngine, ctx: EventContext, info: ContainerInfo): void {
  ctx.container = info;
  state.containerTable.set(info);
  state.touchAll();
}
