import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventContext } from '../fields/event-context.ts';
import { typeChar } from '../fields/fd/fd-types.ts';
import {
  FD_IPV4,
  FD_IPV4_SERVER,
  FD_IPV6_SERVER,
  FDF_ROLE_CLIENT,
  FDF_ROLE_SERVER,
  type FdInfo,
  L4_RAW,
} from '../state/fd-info.ts';
import { errnoName } from './errno-names.ts';
import type { Integer } from './integers.ts';

/** Stands for the working directory in the descriptor parameters of *at() calls. */
export const AT_FDCWD = -100;

/** Letters of transport protocols, by number (L4_*); none for unknown ones. */
const PROTOCOL_CHARS: readonly string[] = ['', '', 't', 'u', 'i', 'r'];

/** Letter of the transport protocol; sockets that are neither client nor server yet do not say theirs, but raw ones. */
function protocolChar(info: FdInfo): string {
  const server = info.type === FD_IPV4_SERVER || info.type === FD_IPV6_SERVER;
  const known = server || info.l4 === L4_RAW || (info.flags & (FDF_ROLE_CLIENT | FDF_ROLE_SERVER)) !== 0;
  return known ? (PROTOCOL_CHARS[info.l4] ?? '') : '';
}

/** What a descriptor is: `<f>/etc/passwd`, `<4t>1.2.3.4:5->6.7.8.9:10`. */
export function fdInfoText(info: FdInfo): ByteString {
  const socket = info.type >= FD_IPV4 && info.type <= FD_IPV6_SERVER;
  return `<${typeChar(info.type)}${socket ? protocolChar(info) : ''}>${info.name}`;
}

/** What a descriptor parameter refers to: the descriptor, the working directory, or an error; '' where unknown. */
export function fdText(ctx: EventContext, fd: Integer): ByteString {
  if (ctx.thread === undefined || typeof fd !== 'number') return '';
  if (fd >= 0) {
    const info = ctx.thread.fds.get(fd);
    return info === undefined ? '' : fdInfoText(info);
  }
  return fd === AT_FDCWD ? 'AT_FDCWD' : errnoName(-(fd | 0));
}

/** A PT_FDLIST parameter: `3:f1 4:p4`; number, type and poll flags of each descriptor. Falco cuts it at 1023 bytes. */
export function fdListText(ctx: EventContext, at: number, length: number): ByteString {
  const thread = ctx.thread;
  if (thread === undefined || length < 2) return '';
  const data = ctx.evt.data;
  const count = Math.min(data.getUint16(at, true), Math.floor((length - 2) / 10));
  let out = '';
  for (let i = 0; i < count; i++) {
    const entry = at + 2 + 10 * i;
    const fd = data.getBigUint64(entry, true);
    const info = fd < 0x80000000n ? thread.fds.get(Number(fd)) : undefined;
    const flags = data.getInt16(entry + 8, true) >>> 0;
    out += `${i === 0 ? '' : ' '}${fd}:${info === undefined ? '?' : typeChar(info.type)}${flags.toString(16)}`;
  }
  return out.slice(0, 1023);
}
