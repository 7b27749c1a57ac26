// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import type { UserInfo } from '../../state/state.ts';
import type { EventContext } from '../event-context.ts';
import type { FieldImpl } from '../field.ts';
import { field } from '../process/bind.ts';

/** A value, not a missing one: what upstream shows for users it does not know. */
const UNKNOWN = '<NA>';
const NO_UID = 0xffffffff;

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

/** Implementations of the fields of this family; the registry collects them. */
export const USER_FIELDS: readonly FieldImpl[] = [
  field('user.uid', 'thread', (ctx) => ctx.thread?.uid),
  field('user.name', 'tree', (ctx) => orRoot(ctx, user(ctx)?.name, 'root')),
  field('user.homedir', 'tree', (ctx) => orRoot(ctx, user(ctx)?.home, '/root')),
  field('user.shell', 'tree', (ctx) => ctx.thread && (user(ctx)?.shell ?? UNKNOWN)),
  field('user.loginuid', 'thread', (ctx) => ctx.thread && (ctx.thread.loginUid < NO_UID ? ctx.thread.loginUid : -1)),
  field('user.loginname', 'tree', loginName),
];
