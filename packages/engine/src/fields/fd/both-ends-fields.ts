import type { ByteString } from '@saker/core/byte-string.ts';
import type { FdInfo } from '../../state/fd-info.ts';
import type { FieldImpl } from '../field.ts';
import { NEVER } from '../field.ts';
import { bindFdElements } from './bind.ts';
import { isConnection, isServer } from './fd-types.ts';

/**
 * Fields without a value of their own, for conditions only: they compare with both ends of a connection, or with the
 * address of a listening socket. Descriptors that are no IP sockets have no elements: `exists` holds for them, nothing
 * else does.
 */
function bothEnds<T extends ByteString | number>(
  name: string,
  source: (fd: FdInfo) => T,
  destination: (fd: FdInfo) => T,
): FieldImpl {
  const nothing: readonly T[] = [];
  return {
    name,
    bind: () => NEVER,
    bindCondition: (_arg, eventType) =>
      bindFdElements((ctx) => {
        const fd = ctx.fd;
        if (fd === undefined) return undefined;
        if (isConnection(fd.type)) return [source(fd), destination(fd)];
        return isServer(fd.type) ? [source(fd)] : nothing;
      }, eventType),
  };
}

export const BOTH_ENDS_FIELDS: readonly FieldImpl[] = [
  bothEnds(
    'fd.ip',
    (fd) => fd.sip,
    (fd) => fd.dip,
  ),
  bothEnds(
    'fd.port',
    (fd) => fd.sport,
    (fd) => fd.dport,
  ),
  bothEnds(
    'fd.proto',
    (fd) => fd.sport,
    (fd) => fd.dport,
  ),
  bothEnds(
    'fd.net',
    (fd) => fd.sip,
    (fd) => fd.dip,
  ),
];
