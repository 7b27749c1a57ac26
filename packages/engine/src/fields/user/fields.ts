// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import { PPME_ASYNCEVENT_E, PPME_CONTAINER_JSON_2_E } from '@saker/schema/event-types.ts';
import type { UserInfo } from '../../state/state.ts';
import { scopeFor } from '../container/bind.ts';
import { containerView } from '../container/container-view.ts';
import type { EventContext } from '../event-context.ts';
import type { FieldImpl } from '../field.ts';
import { field } from '../process/bind.ts';

/** A value, not a missing one: what upstream shows for users it does not know. */
const UNKNOWN = '<NA>';
const NO_UID = 0xffffffff;
/** Parameter of asynchronous events with their name. */
const ASYNC_NAME = 1;

function user(ctx: EventContext): UserInfo | undefined {
  return ctx.thread && ctx.state.user(ctx.thread.containerId, ctx.thread.uid);
}

function loginName(ctx: EventContext): ByteString | undefined {
  if (ctx.thread === undefined) return undefined;
  const known = ctx.state.user(ctx.thread.containerId, ctx.thread.loginUid);
  if (known !== undefined) return known.name;
  return ctx.thread.loginUid === 0 ? 'root' : UNKNOWN;
}

/** Root has a name and a home even where no list of users tells of it. */
function orRoot(ctx: EventContext, known: ByteString | undefined, root: ByteString): ByteString | undefined {
  if (known !== undefined || ctx.thread === undefined) return known;
  return ctx.thread.uid === 0 ? root : UNKNOWN;
}

/** Who the container of an event about a container runs as, where its document says so. */
function containerUser({ evt, state, thread }: EventContext): ByteString | undefined {
  if (thread === undefined || thread.containerId === '') return undefined;
  const announces =
    evt.type === PPME_CONTAINER_JSON_2_E || (evt.type === PPME_ASYNCEVENT_E && evt.str(ASYNC_NAME) === 'container');
  const container = announces ? state.container(thread.containerId) : undefined;
  const user = container === undefined ? '' : containerView(container).user;
  return user === '' ? undefined : user;
}

function userName(ctx: EventContext): ByteString | undefined {
  return orRoot(ctx, user(ctx)?.name, 'root');
}

const name: FieldImpl = {
  name: 'user.name',
  bind: (_arg, eventType) =>
    scopeFor(eventType, 'tree') === 'tree'
      ? { kind: 'read', of: 'tree', extract: userName }
      : { kind: 'read', of: 'event', extract: (ctx) => containerUser(ctx) ?? userName(ctx) },
};

/** Implementations of the fields of this family; the registry collects them. */
export const USER_FIELDS: readonly FieldImpl[] = [
  field('user.uid', 'thread', (ctx) => ctx.thread?.uid),
  name,
  field('user.homedir', 'tree', (ctx) => orRoot(ctx, user(ctx)?.home, '/root')),
  field('user.shell', 'tree', (ctx) => ctx.thread && (user(ctx)?.shell ?? UNKNOWN)),
  field('user.loginuid', 'thread', (ctx) => ctx.thread && (ctx.thread.loginUid < NO_UID ? ctx.thread.loginUid : -1)),
  field('user.loginname', 'tree', loginName),
];
