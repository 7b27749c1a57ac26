import type { EventContext } from '../../fields/event-context.ts';
import { FD_IPV4, FD_IPV6, FD_UNIX, FDF_CONNECTED, FDF_ROLE_CLIENT, FDF_ROLE_SERVER, type FdInfo } from '../fd-info.ts';
import type { Handler } from '../handler.ts';
import { isMappedIpv4 } from '../inet-text.ts';
import { hasParam, result } from '../params.ts';
import {
  hasNoRole,
  isUdpSocket,
  setDestination,
  setTuple,
  setUnixEnds,
  sockName,
  swapEnds,
  withConnection,
} from '../sock-info.ts';
import {
  AF_INET,
  AF_INET6,
  parseSockAddr,
  parseSockTuple,
  rawParam,
  type SockAddr,
  type SockTuple,
  sockTupleText,
  unixName,
} from '../sock-params.ts';
import { rename } from './socket.ts';

const EINPROGRESS = 115;

export const connectExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  const res = result(evt);
  if (ctx.fd === undefined || (res < 0 && res !== -EINPROGRESS)) return;
  const info = state.ownFd(ctx, thread, ctx.fd);
  info.flags = withConnection(info.flags, FDF_CONNECTED);

  const enter = state.enterOf(ctx, thread);
  const entered = enter === undefined ? undefined : parseSockAddr(enter.address);
  if (!hasParam(evt, 1)) {
    if (entered !== undefined) connectTo(ctx, info, entered);
    return;
  }
  const tuple = parseSockTuple(rawParam(evt, 1));
  if (tuple === undefined) return;
  const given = parseSockAddr(rawParam(evt, 3));
  if (tuple.family === AF_INET || tuple.family === AF_INET6) connectIp(ctx, info, tuple, given, entered);
  else if (info.type === FD_UNIX) connectUnix(ctx, info, tuple, given, entered);
  else return;
  if (hasNoRole(info)) info.flags |= FDF_ROLE_CLIENT;
};

/** The kernel gave no tuple (TCP fast open): the address of the enter event has to do. */
function connectTo(ctx: EventContext, info: FdInfo, address: SockAddr): void {
  if (address.family === AF_INET) {
    setDestination(info, FD_IPV4, address.ip, address.port);
  } else if (address.family === AF_INET6) {
    if (isMappedIpv4(address.ip)) setDestination(info, FD_IPV4, address.ip.slice(12), address.port);
    else setDestination(info, FD_IPV6, address.ip, address.port);
  } else {
    // Upstream prints the exit event's tuple here, which is empty.
    const tuple = parseSockTuple(rawParam(ctx.evt, 1));
    rename(ctx, info, tuple === undefined ? 'NULL' : sockTupleText(tuple));
  }
}

/**
 * Where the tuple's destination is what the exit event read from the program's memory, the enter event's address is the
 * one to trust; another destination comes from the kernel itself.
 */
function connectIp(
  ctx: EventContext,
  info: FdInfo,
  tuple: SockTuple,
  given: SockAddr | undefined,
  entered: SockAddr | undefined,
): void {
  let { dip, dport } = tuple;
  if (given !== undefined && entered !== undefined && given.ip === dip && given.port === dport) {
    // Another family in the enter event would not fit the tuple.
    if (entered.ip.length === dip.length) {
      dip = entered.ip;
      dport = entered.port;
    }
  }
  const { sip, sport } = tuple;
  let changed: boolean;
  if (tuple.family === AF_INET6 && isMappedIpv4(sip) && isMappedIpv4(dip)) {
    info.type = FD_IPV4;
    changed = setTuple(info, sip.slice(12), sport, dip.slice(12), dport);
  } else {
    info.type = tuple.family === AF_INET ? FD_IPV4 : FD_IPV6;
    changed = setTuple(info, sip, sport, dip, dport);
  }
  // A server of datagrams that connects: its own end stays the destination.
  if (changed && (info.flags & FDF_ROLE_SERVER) !== 0 && isUdpSocket(info)) swapEnds(info);
  rename(ctx, info, sockName(info, info.name));
}

function connectUnix(
  ctx: EventContext,
  info: FdInfo,
  tuple: SockTuple,
  given: SockAddr | undefined,
  entered: SockAddr | undefined,
): void {
  const trusted = given !== undefined && entered !== undefined && given.path === tuple.path;
  setUnixEnds(info, tuple.source, tuple.dest);
  rename(ctx, info, unixName(tuple.source, tuple.dest, trusted ? entered.path : tuple.path));
}
