import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventContext } from '../event-context.ts';
import type { FieldImpl } from '../field.ts';
import { bindFd } from './bind.ts';
import { typeString } from './fd-types.ts';

/** Kinds of all open descriptors of the process, each once, in the order in which they are first met. */
function openTypes(ctx: EventContext): readonly ByteString[] | undefined {
  if (ctx.thread === undefined) return undefined;
  const types: ByteString[] = [];
  ctx.thread.fds.forEachListed((_fd, info) => {
    const type = typeString(info.type);
    if (!types.includes(type)) types.push(type);
  });
  return types;
}

/** `fd.types[2]` is a list, too: of the kind of descriptor 2. No value where that is not open. */
export const OPEN_TYPES_FIELD: FieldImpl = {
  name: 'fd.types',
  bind(arg, eventType) {
    if (arg === undefined || arg.text === '-1') return bindFd(openTypes, eventType);
    const index = arg.index ?? -1;
    return bindFd((ctx) => {
      const info = index < 0 ? undefined : ctx.thread?.fds.get(index);
      return info === undefined ? undefined : [typeString(info.type)];
    }, eventType);
  },
};
