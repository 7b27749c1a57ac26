import type { ByteString } from '@saker/core/byte-string.ts';
import { PPME_SYSCALL_POLL_X, PPME_SYSCALL_PPOLL_X } from '@saker/schema/event-types.ts';
import type { FdInfo } from '../../state/fd-info.ts';
import { ipText, ipv4Text } from '../../state/inet-text.ts';
import type { EventContext } from '../event-context.ts';
import { isConnection, isServer } from '../fd/fd-types.ts';
import type { FieldImpl } from '../field.ts';
import { NEVER } from '../field.ts';

/** Parameter of poll and ppoll with the descriptors: u16 count, then per descriptor i64 number and i16 flags. */
const LIST_PARAM = 1;
const ENTRY_BYTES = 10;

type Item = (fd: number, info: FdInfo | undefined) => ByteString | undefined;

function isPoll(type: number): boolean {
  return type === PPME_SYSCALL_POLL_X || type === PPME_SYSCALL_PPOLL_X;
}

/** Items of a poll's descriptors, a comma between each two; descriptors without one are left out. */
function list(name: string, item: Item): FieldImpl {
  return {
    name,
    bind(_arg, eventType) {
      if (eventType !== -1 && !isPoll(eventType)) return NEVER;
      return { kind: 'read', of: 'event', extract: (ctx) => (isPoll(ctx.evt.type) ? items(ctx, item) : undefined) };
    },
  };
}

function items(ctx: EventContext, item: Item): ByteString | undefined {
  const { evt, thread } = ctx;
  const length = evt.paramLength(LIST_PARAM);
  if (thread === undefined || length < 2) return undefined;
  const start = evt.paramOffset(LIST_PARAM);
  const end = start + length;
  let left = evt.data.getUint16(start, true);
  let out = '';
  for (let at = start + 2; left > 0 && at + 8 <= end; at += ENTRY_BYTES, left--) {
    const fd = evt.data.getInt32(at + 4, true) * 4294967296 + evt.data.getUint32(at, true);
    const text = item(fd, thread.fds.get(fd));
    if (text !== undefined) out += `${text},`;
  }
  if (out === '') return undefined;
  return out.endsWith(',') ? out.slice(0, -1) : out;
}

/** Of a listening IPv6 socket upstream shows the first four bytes, as if they were an IPv4 address. */
function serverIp(info: FdInfo): ByteString | undefined {
  if (isConnection(info.type)) return ipText(info.dip);
  return isServer(info.type) ? ipv4Text(info.sip) : undefined;
}

/** Implementations of the fields of this family; the registry collects them. */
export const FDLIST_FIELDS: readonly FieldImpl[] = [
  list('fdlist.nums', (fd) => String(fd)),
  list('fdlist.names', (_fd, info) => (info === undefined || info.name === '' ? '<NA>' : info.name)),
  list('fdlist.cips', (_fd, info) => (info !== undefined && isConnection(info.type) ? ipText(info.sip) : undefined)),
  list('fdlist.sips', (_fd, info) => info && serverIp(info)),
  list('fdlist.cports', (_fd, info) =>
    info !== undefined && isConnection(info.type) ? String(info.sport) : undefined,
  ),
  list('fdlist.sports', (_fd, info) =>
    info !== undefined && isConnection(info.type) ? String(info.dport) : undefined,
  ),
];
