import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventContext } from '../../fields/event-context.ts';
import {
  FD_IPV4,
  FD_IPV6,
  FD_NETLINK,
  FD_UNIX,
  FD_UNKNOWN,
  FDF_CONNECTED,
  FDF_ROLE_SERVER,
  FdInfo,
  L4_ICMP,
  L4_RAW,
  L4_TCP,
  L4_UDP,
  L4_UNKNOWN,
} from '../fd-info.ts';
import type { Handler } from '../handler.ts';
import { isMappedIpv4 } from '../inet-text.ts';
import { hasParam, result } from '../params.ts';
import { initSock, setL4, setServer, setTuple, setUnixEnds } from '../sock-info.ts';
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_UNIX,
  parseSockAddr,
  parseSockTuple,
  rawParam,
  sockAddrText,
  sockTupleText,
} from '../sock-params.ts';
import type { StateEngine } from '../state-engine.ts';
import type { ThreadInfo } from '../thread-info.ts';

export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
const SOCK_RAW = 3;
const IPPROTO_IP = 0;
const IPPROTO_ICMP = 1;
const IPPROTO_TCP = 6;
export const IPPROTO_UDP = 17;
const IPPROTO_RAW = 255;
const O_CLOEXEC = 1 << 12;

export const socketExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  const fd = result(evt);
  if (fd < 0) return;
  addSocket(state, ctx, thread, fd, evt.u32(1, 0), evt.u32(2, 0), evt.u32(3, 0), evt.u32(4, 0));
};

/** Enters a new socket of a family, type and protocol as socket(2) numbers them. */
export function addSocket(
  state: StateEngine,
  ctx: EventContext,
  thread: ThreadInfo,
  fd: number,
  domain: number,
  type: number,
  protocol: number,
  flags: number,
): void {
  const info = new FdInfo(typeOfDomain(domain));
  info.openFlags = flags;
  initSock(info, info.type === FD_IPV4 || info.type === FD_IPV6 ? l4Of(type, protocol) : L4_UNKNOWN);
  state.addFd(ctx, thread, fd, info, false);
}

function typeOfDomain(domain: number): number {
  if (domain === AF_UNIX) return FD_UNIX;
  if (domain === AF_INET) return FD_IPV4;
  if (domain === AF_INET6) return FD_IPV6;
  return domain === AF_NETLINK ? FD_NETLINK : FD_UNKNOWN;
}

function l4Of(type: number, protocol: number): number {
  // The type's upper bits are flags, which upstream only masks for the protocol 0.
  if (protocol === IPPROTO_TCP) return type === SOCK_RAW ? L4_RAW : L4_TCP;
  if (protocol === IPPROTO_UDP) return type === SOCK_RAW ? L4_RAW : L4_UDP;
  if (protocol === IPPROTO_ICMP) return type === SOCK_RAW ? L4_RAW : L4_ICMP;
  if (protocol === IPPROTO_RAW) return L4_RAW;
  if (protocol !== IPPROTO_IP) return L4_UNKNOWN;
  const kind = type & 0xff;
  return kind === SOCK_STREAM ? L4_TCP : kind === SOCK_DGRAM ? L4_UDP : L4_UNKNOWN;
}

export const bindExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  if (ctx.fd === undefined || result(evt) < 0) return;
  const address = parseSockAddr(rawParam(evt, 1));
  if (address === undefined) return;
  const info = state.ownFd(ctx, thread, ctx.fd);
  // A port means that the socket will listen.
  if (address.port > 0 && address.family === AF_INET) {
    setServer(info, FD_IPV4, address.ip, address.port);
    info.flags |= FDF_ROLE_SERVER;
  } else if (address.port > 0 && address.family === AF_INET6) {
    setServer(info, FD_IPV6, isMappedIpv4(address.ip) ? address.ip.slice(12) : address.ip, address.port);
    info.flags |= FDF_ROLE_SERVER;
  }
  rename(ctx, info, sockAddrText(address));
};

export const acceptExit: Handler = (state, ctx, thread) => accept(state, ctx, thread, -1);
export const accept4Exit: Handler = (state, ctx, thread) => accept(state, ctx, thread, 5);

function accept(state: StateEngine, ctx: EventContext, thread: ThreadInfo, flagsParam: number): void {
  const evt = ctx.evt;
  const fd = result(evt);
  if (fd < 0) return;
  thread.lastEventFd = fd;
  const tuple = parseSockTuple(rawParam(evt, 1));
  if (tuple === undefined) return;
  // The tuple is entered while the kind is still unknown, so that it always counts as new.
  let info: FdInfo;
  if (tuple.family === AF_INET) {
    info = connected(FD_IPV4, tuple.sip, tuple.sport, tuple.dip, tuple.dport);
  } else if (tuple.family === AF_INET6) {
    info =
      isMappedIpv4(tuple.sip) && isMappedIpv4(tuple.dip)
        ? connected(FD_IPV4, tuple.sip.slice(12), tuple.sport, tuple.dip.slice(12), tuple.dport)
        : connected(FD_IPV6, tuple.sip, tuple.sport, tuple.dip, tuple.dport);
  } else if (tuple.family === AF_UNIX) {
    info = new FdInfo(FD_UNIX);
    setUnixEnds(info, tuple.source, tuple.dest);
  } else {
    return;
  }
  info.name = sockTupleText(tuple);
  if (flagsParam >= 0 && hasParam(evt, flagsParam)) info.openFlags = evt.u32(flagsParam, 0) & O_CLOEXEC;
  info.flags = FDF_ROLE_SERVER | FDF_CONNECTED;
  state.addFd(ctx, thread, fd, info, true);
}

function connected(type: number, sip: ByteString, sport: number, dip: ByteString, dport: number): FdInfo {
  const info = new FdInfo(type);
  setTuple(info, sip, sport, dip, dport);
  setL4(info, L4_TCP);
  return info;
}

/** Gives the event's descriptor another name. */
export function rename(ctx: EventContext, info: FdInfo, name: ByteString): void {
  if (info.name === name) return;
  info.name = name;
  ctx.fdNameChanged = true;
}
