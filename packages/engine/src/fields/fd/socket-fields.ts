// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import {
  FD_UNIX,
  FDF_CONNECTED,
  FDF_ROLE_CLIENT,
  FDF_ROLE_SERVER,
  type FdInfo,
  L4_ICMP,
  L4_NA,
  L4_RAW,
  L4_TCP,
  L4_UDP,
} from '../../state/fd-info.ts';
import type { ThreadInfo } from '../../state/thread-info.ts';
import type { EventContext } from '../event-context.ts';
import type { FieldImpl } from '../field.ts';
import { ofFd } from './bind.ts';
import { isConnection, isServer } from './fd-types.ts';
import { isLocalAddress } from './local-address.ts';

/** Neither end of the connection is known to be the server. */
function hasRole(fd: FdInfo): boolean {
  return (fd.flags & (FDF_ROLE_CLIENT | FDF_ROLE_SERVER)) !== 0;
}

/** The source is the client's end, whichever side the process is on. */
function clientIp(fd: FdInfo): ByteString | undefined {
  return hasRole(fd) && isConnection(fd.type) ? fd.sip : undefined;
}

function serverIp(fd: FdInfo): ByteString | undefined {
  if (!hasRole(fd)) return undefined;
  if (isConnection(fd.type)) return fd.dip;
  return isServer(fd.type) ? fd.sip : undefined;
}

function clientPort(fd: FdInfo): number | undefined {
  return hasRole(fd) && isConnection(fd.type) ? fd.sport : undefined;
}

/** Of a listening socket also while it has no role. */
function serverPort(fd: FdInfo): number | undefined {
  if (isServer(fd.type)) return fd.sport;
  return hasRole(fd) && isConnection(fd.type) ? fd.dport : undefined;
}

/** Which end of a connection is this machine's; 0 = not to be told. */
const NO_END = 0;
const SOURCE = 1;
const DESTINATION = 2;

/** The source where it is one of the machine's addresses, else the destination. */
function localEnd(fd: FdInfo, ctx: EventContext, thread: ThreadInfo): number {
  if (!isConnection(fd.type) || !hasRole(fd)) return NO_END;
  return isLocalAddress(ctx.state, thread, fd.sip) ? SOURCE : DESTINATION;
}

function remoteEnd(fd: FdInfo, ctx: EventContext, thread: ThreadInfo): number {
  const local = localEnd(fd, ctx, thread);
  return local === NO_END ? NO_END : SOURCE + DESTINATION - local;
}

type End = (fd: FdInfo, ctx: EventContext, thread: ThreadInfo) => number;

/** A field of the end that `end` picks: `source` reads it of the one, `destination` of the other. */
function ofEnd<T extends ByteString | number>(
  name: string,
  end: End,
  source: (fd: FdInfo) => T,
  destination: (fd: FdInfo) => T,
): FieldImpl {
  return ofFd(name, (ctx) => {
    if (ctx.fd === undefined || ctx.thread === undefined) return undefined;
    const which = end(ctx.fd, ctx, ctx.thread);
    return which === NO_END ? undefined : which === SOURCE ? source(ctx.fd) : destination(ctx.fd);
  });
}

function ipField(name: string, end: End): FieldImpl {
  return ofEnd(
    name,
    end,
    (fd) => fd.sip,
    (fd) => fd.dip,
  );
}

function portField(name: string, end: End): FieldImpl {
  return ofEnd(
    name,
    end,
    (fd) => fd.sport,
    (fd) => fd.dport,
  );
}

/** Ports as text: names of services are not looked up. */
function protoField(name: string, end: End): FieldImpl {
  return ofEnd(
    name,
    end,
    (fd) => String(fd.sport),
    (fd) => String(fd.dport),
  );
}

/** Present but empty for everything with a role that is no IP connection. */
function clientProto(fd: FdInfo): ByteString | undefined {
  if (!hasRole(fd)) return undefined;
  return isConnection(fd.type) ? String(fd.sport) : '';
}

/** Listening sockets have the field, but no text in it. */
function serverProto(fd: FdInfo): ByteString | undefined {
  if (isServer(fd.type)) return '';
  return hasRole(fd) && isConnection(fd.type) ? String(fd.dport) : undefined;
}

function family(fd: FdInfo): ByteString | undefined {
  if (isConnection(fd.type) || isServer(fd.type)) return 'ip';
  return fd.type === FD_UNIX ? 'unix' : undefined;
}

/** A server is where the destination is one of the machine's addresses. */
function isServerSide(ctx: EventContext): boolean | undefined {
  const fd = ctx.fd;
  if (fd === undefined || ctx.thread === undefined) return undefined;
  if (isServer(fd.type)) return true;
  return isConnection(fd.type) && isLocalAddress(ctx.state, ctx.thread, fd.dip);
}

/** Transport protocol; of a connection without a role only raw sockets keep theirs. */
function l4(fd: FdInfo): number {
  if (isServer(fd.type)) return fd.l4;
  if (!isConnection(fd.type)) return L4_NA;
  return fd.l4 === L4_RAW || hasRole(fd) ? fd.l4 : L4_NA;
}

function l4Name(fd: FdInfo): ByteString {
  switch (l4(fd)) {
    case L4_TCP:
      return 'tcp';
    case L4_UDP:
      return 'udp';
    case L4_ICMP:
      return 'icmp';
    case L4_RAW:
      return 'raw';
    default:
      return '<NA>';
  }
}

/** What IP and unix sockets have. */
export const SOCKET_FIELDS: readonly FieldImpl[] = [
  ofFd('fd.cip', (ctx) => ctx.fd && clientIp(ctx.fd)),
  ofFd('fd.sip', (ctx) => ctx.fd && serverIp(ctx.fd)),
  ipField('fd.lip', localEnd),
  ipField('fd.rip', remoteEnd),
  ofFd('fd.cport', (ctx) => ctx.fd && clientPort(ctx.fd)),
  ofFd('fd.sport', (ctx) => ctx.fd && serverPort(ctx.fd)),
  portField('fd.lport', localEnd),
  portField('fd.rport', remoteEnd),
  ofFd('fd.l4proto', (ctx) => ctx.fd && l4Name(ctx.fd)),
  ofFd('fd.sockfamily', (ctx) => ctx.fd && family(ctx.fd)),
  ofFd('fd.is_server', isServerSide),
  ofFd('fd.cproto', (ctx) => ctx.fd && clientProto(ctx.fd)),
  ofFd('fd.sproto', (ctx) => ctx.fd && serverProto(ctx.fd)),
  protoField('fd.lproto', localEnd),
  protoField('fd.rproto', remoteEnd),
  // Outputs of these give the address; conditions compare it with networks.
  ofFd('fd.cnet', (ctx) => ctx.fd && clientIp(ctx.fd)),
  ofFd('fd.snet', (ctx) => ctx.fd && serverIp(ctx.fd)),
  ipField('fd.lnet', localEnd),
  ipField('fd.rnet', remoteEnd),
  ofFd('fd.connected', (ctx) => ctx.fd && (ctx.fd.flags & FDF_CONNECTED) !== 0),
];
