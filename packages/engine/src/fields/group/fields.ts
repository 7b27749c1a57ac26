// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventContext } from '../event-context.ts';
import type { FieldImpl } from '../field.ts';
import { field } from '../process/bind.ts';

function name(ctx: EventContext): ByteString | undefined {
  if (ctx.thread === undefined) return undefined;
  const known = ctx.state.group(ctx.thread.containerId, ctx.thread.gid);
  if (known !== undefined) return known.name;
  return ctx.thread.gid === 0 ? 'root' : '<NA>';
}

/** Implementations of the fields of this family; the registry collects them. */
export const GROUP_FIELDS: readonly FieldImpl[] = [
  field('group.gid', 'thread', (ctx) => ctx.thread?.gid),
  field('group.name', 'tree', name),
];
