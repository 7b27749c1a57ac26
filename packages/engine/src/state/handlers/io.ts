// HOT: allocation-free per event; bench: bench/replay
import type { EventContext } from '../../fields/event-context.ts';
import {
  FD_IPV4,
  FD_IPV4_SERVER,
  FD_IPV6,
  FD_UNIX,
  FDF_CONNECTED,
  FDF_CONNECTION_FAILED,
  FDF_CONNECTION_PENDING,
  FDF_ROLE_CLIENT,
  FDF_ROLE_SERVER,
  type FdInfo,
  L4_UDP,
  L4_UNKNOWN,
} from '../fd-info.ts';
import type { Handler } from '../handler.ts';
import { isMappedIpv4 } from '../inet-text.ts';
import { hasParam, idParam, result } from '../params.ts';
import {
  hasNoRole,
  isIpSocket,
  isTcpSocket,
  keepServerL4,
  portsAsIpv4,
  setL4,
  setTuple,
  setTuple6,
  setUnixEnds,
  sockName,
  swapEnds,
  withConnection,
} from '../sock-info.ts';
import { AF_INET, AF_INET6, AF_UNIX, parseSockTuple, rawParam, type SockTuple, sockTupleText } from '../sock-params.ts';
import type { StateEngine } from '../state-engine.ts';
import type { ThreadInfo } from '../thread-info.ts';
import { addSocket, IPPROTO_UDP, rename, SOCK_DGRAM } from './socket.ts';

const CONNECTION = FDF_CONNECTED | FDF_CONNECTION_PENDING | FDF_CONNECTION_FAILED;
const SEND_FD = 2;
const SEND_TUPLE = 4;

/** read, write and their kin: data that flowed shows that a socket is connected. */
export const ioExit: Handler = (state, ctx, thread) => {
  const info = ctx.fd;
  if (info === undefined || (info.type !== FD_IPV4 && info.type !== FD_IPV6)) return;
  if (result(ctx.evt) >= 0) markConnected(state, ctx, thread, info);
};

function markConnected(state: StateEngine, ctx: EventContext, thread: ThreadInfo, info: FdInfo): void {
  if ((info.flags & CONNECTION) === FDF_CONNECTED) return;
  const own = state.ownFd(ctx, thread, info);
  own.flags = withConnection(own.flags, FDF_CONNECTED);
}

/** recv and its kin, with the parameter that has the tuple. */
function receives(tupleParam: number): Handler {
  return (state, ctx, thread) => {
    // Old captures have recvmmsg without any parameter.
    if (!hasParam(ctx.evt, 0)) return;
    ioExit(state, ctx, thread);
    if (ctx.fd !== undefined && result(ctx.evt) >= 0) learnTuple(state, ctx, thread, ctx.fd, tupleParam, true);
  };
}

export const recvExit: Handler = receives(4);
export const recvfromExit: Handler = receives(2);
export const recvmsgExit: Handler = receives(3);
export const recvmmsgExit: Handler = receives(4);

/** send, sendto, sendmsg: also tell of sockets whose making was not seen. */
export const sendExit: Handler = (state, ctx, thread) => {
  if (ctx.fd === undefined) inferSocket(state, ctx, thread);
  sendmmsgExit(state, ctx, thread);
};

export const sendmmsgExit: Handler = (state, ctx, thread) => {
  if (!hasParam(ctx.evt, 0)) return;
  ioExit(state, ctx, thread);
  if (ctx.fd !== undefined && result(ctx.evt) >= 0) learnTuple(state, ctx, thread, ctx.fd, SEND_TUPLE, false);
};

/** An unknown descriptor that sends to an address is taken for a UDP socket. */
function inferSocket(state: StateEngine, ctx: EventContext, thread: ThreadInfo): void {
  const evt = ctx.evt;
  if (result(evt) < 0 || !hasParam(evt, SEND_TUPLE)) return;
  const family = evt.bytes[evt.paramOffset(SEND_TUPLE)] as number;
  if (family !== AF_INET && family !== AF_INET6) return;
  addSocket(state, ctx, thread, idParam(evt, SEND_FD, -1), family, SOCK_DGRAM, IPPROTO_UDP, 0);
}

/**
 * Takes over the ends that the event tells, unless the socket is a TCP one that has a name: those do not change.
 * The tuple is (sender, receiver), the socket's is (client, server).
 */
function learnTuple(
  state: StateEngine,
  ctx: EventContext,
  thread: ThreadInfo,
  info: FdInfo,
  tupleParam: number,
  incoming: boolean,
): void {
  if (!hasParam(ctx.evt, tupleParam) || (info.name !== '' && isTcpSocket(info))) return;
  const tuple = parseSockTuple(rawParam(ctx.evt, tupleParam));
  if (tuple === undefined) return;
  const own = state.ownFd(ctx, thread, info);
  if (!enterTuple(state, own, tuple)) return;
  if (!isIpSocket(own.type)) {
    rename(ctx, own, sockTupleText(tuple));
    return;
  }
  if (hasNoRole(own)) guessRole(thread, own, incoming);
  if ((own.flags & (incoming ? FDF_ROLE_CLIENT : FDF_ROLE_SERVER)) !== 0) swapEnds(own);
  rename(ctx, own, sockName(own, own.name));
}

/** False where the descriptor has these ends already. */
function enterTuple(state: StateEngine, info: FdInfo, tuple: SockTuple): boolean {
  const { family, sip, sport, dip, dport } = tuple;
  if (family === AF_INET) {
    if (info.type === FD_IPV4_SERVER) keepServerL4(info);
    info.type = FD_IPV4;
    if (!setTuple(info, sip, sport, dip, dport)) return false;
  } else if (family === AF_INET6) {
    if (isMappedIpv4(sip) && isMappedIpv4(dip)) {
      info.type = FD_IPV4;
      if (!setTuple(info, sip.slice(12), sport, dip.slice(12), dport)) return false;
    } else {
      // The type stays: upstream enters IPv6 ends without looking at it.
      if (!setTuple6(info, sip, sport, dip, dport)) return false;
    }
  } else if (family === AF_UNIX) {
    info.type = FD_UNIX;
    setUnixEnds(info, tuple.source, tuple.dest);
    return true;
  }
  if (isIpSocket(info.type)) {
    // TCP would not change its ends.
    if (info.l4 === L4_UNKNOWN) setL4(info, L4_UDP);
    state.network.complete(info);
  }
  return true;
}

/** A process that owns the destination's port is the server, else the client; in doubt, servers begin by reading. */
function guessRole(thread: ThreadInfo, info: FdInfo, incoming: boolean): void {
  const [sport, dport] = portsAsIpv4(info);
  let bound = false;
  let usesPort = false;
  thread.fds.forEach((_fd, other) => {
    if (other.type === FD_IPV4) {
      if (other.dport === dport) bound = true;
      if (other.sport === sport) usesPort = true;
    } else if (other.type === FD_IPV4_SERVER && other.sport === dport) {
      bound = true;
    }
  });
  if (!bound) info.flags |= FDF_ROLE_CLIENT;
  else if (!usesPort || incoming) info.flags |= FDF_ROLE_SERVER;
  else info.flags |= FDF_ROLE_CLIENT;
}
