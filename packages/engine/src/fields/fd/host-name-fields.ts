import type { ByteString } from '@saker/core/byte-string.ts';
import { FDF_ROLE_CLIENT, FDF_ROLE_SERVER, type FdInfo } from '../../state/fd-info.ts';
import type { EventContext } from '../event-context.ts';
import type { FieldImpl } from '../field.ts';
import { bindFd, bindFdElements } from './bind.ts';
import { isConnection, isServer } from './fd-types.ts';
import { isLocalAddress } from './local-address.ts';

/** Whose address has the name: an end by role, or by place. */
type Side = 'client' | 'server' | 'local' | 'remote';

/** A name that equals no name: `!=` holds for an address of which no name is known. */
const NAMELESS: readonly ByteString[] = [''];
const NO_ELEMENTS: readonly ByteString[] = [];

function addressOf(ctx: EventContext, fd: FdInfo, side: Side): ByteString | undefined {
  if (ctx.thread === undefined || (fd.flags & (FDF_ROLE_CLIENT | FDF_ROLE_SERVER)) === 0) return undefined;
  if (side === 'server' && isServer(fd.type)) return fd.sip;
  if (!isConnection(fd.type)) return undefined;
  if (side === 'client') return fd.sip;
  if (side === 'server') return fd.dip;
  return isLocalAddress(ctx.state, ctx.thread, fd.sip) === (side === 'local') ? fd.sip : fd.dip;
}

/**
 * Name of an address. Conditions compare each name that leads to it; an address without any equals nothing, so `!=`
 * holds. `exists` holds for every known descriptor, socket or not.
 */
function hostName(name: string, side: Side): FieldImpl {
  function names(ctx: EventContext): readonly ByteString[] | undefined {
    const resolver = ctx.nameResolver;
    if (ctx.fd === undefined || resolver === undefined) return undefined;
    const address = addressOf(ctx, ctx.fd, side);
    return address === undefined ? undefined : resolver.namesOf(address);
  }
  return {
    name,
    bind: (_arg, eventType) => bindFd((ctx) => names(ctx)?.[0], eventType),
    bindCondition: (_arg, eventType) =>
      bindFdElements((ctx) => {
        if (ctx.fd === undefined) return undefined;
        const known = names(ctx);
        if (known !== undefined && known.length > 0) return known;
        return isConnection(ctx.fd.type) && addressOf(ctx, ctx.fd, side) !== undefined ? NAMELESS : NO_ELEMENTS;
      }, eventType),
  };
}

export const HOST_NAME_FIELDS: readonly FieldImpl[] = [
  hostName('fd.cip.name', 'client'),
  hostName('fd.sip.name', 'server'),
  hostName('fd.lip.name', 'local'),
  hostName('fd.rip.name', 'remote'),
];
