import type { ByteString } from '@saker/core/byte-string.ts';
import {
  FD_IPV4,
  FD_IPV4_SERVER,
  FD_IPV6,
  FD_IPV6_SERVER,
  FD_UNIX,
  FDF_CONNECTED,
  FDF_CONNECTION_FAILED,
  FDF_CONNECTION_PENDING,
  FDF_ROLE_CLIENT,
  FDF_ROLE_SERVER,
  type FdInfo,
  L4_ICMP,
  L4_NA,
  L4_RAW,
  L4_TCP,
  L4_UDP,
  NO_SOCK,
  SockInfo,
} from './fd-info.ts';
import { ipText, ipv4Text, ipv6Text, isMappedIpv4 } from './inet-text.ts';

/**
 * Addresses of a socket as bytes.
 *
 * Upstream keeps the addresses of all kinds of sockets in one union, and rules see what is left in it when a socket
 * changes its kind (bind, then recvfrom). So the bytes lie here as they lie there; numbers are little-endian, addresses
 * in network order:
 *   ipv4         sip 0, dip 4, sport 8, dport 10, l4 12
 *   ipv4 server  ip 0, port 4, l4 6
 *   ipv6         sip 0, dip 16, sport 32, dport 34, l4 36
 *   ipv6 server  ip 0, port 16, l4 18
 *   unix         source 0, dest 8
 */
const SOCK_BYTES = 40;

interface Layout {
  readonly size: number;
  readonly dip: number;
  readonly sport: number;
  readonly dport: number;
  readonly l4: number;
}
const IPV4_LAYOUT: Layout = { size: 4, dip: 4, sport: 8, dport: 10, l4: 12 };
const IPV6_LAYOUT: Layout = { size: 16, dip: 16, sport: 32, dport: 34, l4: 36 };
const IPV4_SERVER_LAYOUT: Layout = { size: 4, dip: -1, sport: 4, dport: -1, l4: 6 };
const IPV6_SERVER_LAYOUT: Layout = { size: 16, dip: -1, sport: 16, dport: -1, l4: 18 };

function layoutOf(type: number): Layout | undefined {
  if (type === FD_IPV4) return IPV4_LAYOUT;
  if (type === FD_IPV6) return IPV6_LAYOUT;
  if (type === FD_IPV4_SERVER) return IPV4_SERVER_LAYOUT;
  if (type === FD_IPV6_SERVER) return IPV6_SERVER_LAYOUT;
  return undefined;
}

/** The socket's bytes, made on first use. */
export function sockBytes(info: FdInfo): Uint8Array {
  if (info.sock === NO_SOCK) info.sock = new SockInfo(new Uint8Array(SOCK_BYTES));
  return info.sock.bytes;
}

function readBytes(sock: Uint8Array, at: number, length: number): ByteString {
  let out = '';
  for (let i = at; i < at + length; i++) out += String.fromCharCode(sock[i] as number);
  return out;
}

function writeBytes(sock: Uint8Array, at: number, bytes: ByteString): void {
  for (let i = 0; i < bytes.length; i++) sock[at + i] = bytes.charCodeAt(i);
}

function readPort(sock: Uint8Array, at: number): number {
  return (sock[at] as number) | ((sock[at + 1] as number) << 8);
}

function writePort(sock: Uint8Array, at: number, port: number): void {
  sock[at] = port & 0xff;
  sock[at + 1] = port >> 8;
}

/** Decodes the bytes into the members that fields read, by the type the descriptor has now. */
export function refreshSock(info: FdInfo): void {
  const bytes = sockBytes(info);
  const sock = info.sock;
  const layout = layoutOf(info.type);
  if (layout !== undefined) {
    sock.sip = readBytes(bytes, 0, layout.size);
    sock.sport = readPort(bytes, layout.sport);
    sock.l4 = bytes[layout.l4] as number;
    sock.dip = layout.dip < 0 ? '' : readBytes(bytes, layout.dip, layout.size);
    sock.dport = layout.dport < 0 ? 0 : readPort(bytes, layout.dport);
  } else if (info.type === FD_UNIX) {
    const data = new DataView(bytes.buffer, bytes.byteOffset);
    sock.unixSource = data.getBigUint64(0, true);
    sock.unixDest = data.getBigUint64(8, true);
  }
}

/** Turns the descriptor into a server socket of `address`; keeps the protocol found where `l4Type` has it. */
export function setServer(info: FdInfo, l4Type: number, address: ByteString, port: number): void {
  const sock = sockBytes(info);
  const l4 = sock[(layoutOf(l4Type) as Layout).l4] as number;
  info.type = address.length === 4 ? FD_IPV4_SERVER : FD_IPV6_SERVER;
  const layout = layoutOf(info.type) as Layout;
  writeBytes(sock, 0, address);
  writePort(sock, layout.sport, port);
  sock[layout.l4] = l4;
  refreshSock(info);
}

/** Sets the protocol of an IP socket. */
export function setL4(info: FdInfo, l4: number): void {
  const layout = layoutOf(info.type);
  if (layout === undefined) return;
  sockBytes(info)[layout.l4] = l4;
  info.sock.l4 = l4;
}

/** A server socket becomes an ordinary IPv4 one: the protocol moves to where that keeps it. */
export function keepServerL4(info: FdInfo): void {
  const sock = sockBytes(info);
  sock[IPV4_LAYOUT.l4] = sock[IPV4_SERVER_LAYOUT.l4] as number;
}

/** Sets only the destination (connect whose tuple the kernel did not know). */
export function setDestination(info: FdInfo, type: number, dip: ByteString, dport: number): void {
  info.type = type;
  const layout = layoutOf(type) as Layout;
  const sock = sockBytes(info);
  writeBytes(sock, layout.dip, dip);
  writePort(sock, layout.dport, dport);
  refreshSock(info);
}

/**
 * Enters a tuple into an IP socket of type FD_IPV4 or FD_IPV6 (set before). False where nothing changed, which includes
 * the same tuple the other way round.
 */
export function setTuple(info: FdInfo, sip: ByteString, sport: number, dip: ByteString, dport: number): boolean {
  return enterTuple(info, info.type, sip, sport, dip, dport);
}

/** {@link setTuple} of IPv6 ends that leaves the descriptor's type as it is, whatever that is. */
export function setTuple6(info: FdInfo, sip: ByteString, sport: number, dip: ByteString, dport: number): boolean {
  return enterTuple(info, FD_IPV6, sip, sport, dip, dport);
}

function enterTuple(
  info: FdInfo,
  layoutType: number,
  sip: ByteString,
  sport: number,
  dip: ByteString,
  dport: number,
): boolean {
  const layout = layoutOf(layoutType) as Layout;
  const sock = sockBytes(info);
  const oldSip = readBytes(sock, 0, layout.size);
  const oldDip = readBytes(sock, layout.dip, layout.size);
  const oldSport = readPort(sock, layout.sport);
  const oldDport = readPort(sock, layout.dport);
  const same = sip === oldSip && sport === oldSport && dip === oldDip && dport === oldDport;
  const reversed = dip === oldSip && dport === oldSport && sip === oldDip && sport === oldDport;
  if (!same && !(reversed && info.type === layoutType)) {
    writeBytes(sock, 0, sip);
    writePort(sock, layout.sport, sport);
    writeBytes(sock, layout.dip, dip);
    writePort(sock, layout.dport, dport);
    refreshSock(info);
    return true;
  }
  refreshSock(info);
  return false;
}

/** Exchanges both ends. */
export function swapEnds(info: FdInfo): void {
  const layout = info.type === FD_IPV4 ? IPV4_LAYOUT : IPV6_LAYOUT;
  const sock = sockBytes(info);
  const sip = readBytes(sock, 0, layout.size);
  const sport = readPort(sock, layout.sport);
  writeBytes(sock, 0, readBytes(sock, layout.dip, layout.size));
  writePort(sock, layout.sport, readPort(sock, layout.dport));
  writeBytes(sock, layout.dip, sip);
  writePort(sock, layout.dport, sport);
  refreshSock(info);
}

export function setAddresses(info: FdInfo, sip: ByteString, dip: ByteString): void {
  const layout = layoutOf(info.type) as Layout;
  const sock = sockBytes(info);
  writeBytes(sock, 0, sip);
  writeBytes(sock, layout.dip, dip);
  refreshSock(info);
}

/** Fills everything at once, as a process list gives it. */
export function fillSock(
  info: FdInfo,
  sip: ByteString,
  sport: number,
  dip: ByteString,
  dport: number,
  l4: number,
): void {
  const layout = layoutOf(info.type) as Layout;
  const sock = sockBytes(info);
  writeBytes(sock, 0, sip);
  writePort(sock, layout.sport, sport);
  sock[layout.l4] = l4;
  if (layout.dip >= 0) {
    writeBytes(sock, layout.dip, dip);
    writePort(sock, layout.dport, dport);
  }
  refreshSock(info);
}

export function setUnixEnds(info: FdInfo, source: bigint, dest: bigint): void {
  const sock = sockBytes(info);
  const data = new DataView(sock.buffer, sock.byteOffset);
  data.setBigUint64(0, source, true);
  data.setBigUint64(8, dest, true);
  info.sock.unixSource = source;
  info.sock.unixDest = dest;
}

/** Ports as an IPv4 socket would have them, whatever the socket is: what upstream's guess of roles looks at. */
export function portsAsIpv4(info: FdInfo): readonly [sport: number, dport: number] {
  const sock = sockBytes(info);
  return [readPort(sock, IPV4_LAYOUT.sport), readPort(sock, IPV4_LAYOUT.dport)];
}

export function isZero(address: ByteString): boolean {
  for (let i = 0; i < address.length; i++) if (address.charCodeAt(i) !== 0) return false;
  return true;
}

export function isIpSocket(type: number): boolean {
  return type === FD_IPV4 || type === FD_IPV6;
}

/** Upstream knows TCP and UDP sockets only with IPv4 addresses. */
export function isTcpSocket(info: FdInfo): boolean {
  return info.type === FD_IPV4 && info.l4 === L4_TCP;
}

export function isUdpSocket(info: FdInfo): boolean {
  return info.type === FD_IPV4 && info.l4 === L4_UDP;
}

export function hasNoRole(info: FdInfo): boolean {
  return (info.flags & (FDF_ROLE_CLIENT | FDF_ROLE_SERVER)) === 0;
}

const CONNECTION = FDF_CONNECTED | FDF_CONNECTION_PENDING | FDF_CONNECTION_FAILED;

/** Flags with the connection bits replaced. */
export function withConnection(flags: number, state: number): number {
  return (flags & ~CONNECTION) | state;
}

/** Protocol as rules see it: unknown until the socket has a role. */
export function visibleL4(info: FdInfo): number {
  if (info.type === FD_IPV4 || info.type === FD_IPV6) {
    if (info.l4 === L4_RAW) return L4_RAW;
    return hasNoRole(info) ? L4_NA : info.l4;
  }
  return info.type === FD_IPV4_SERVER || info.type === FD_IPV6_SERVER ? info.l4 : L4_NA;
}

/** `ip:port->ip:port`. */
export function tupleText(sip: ByteString, sport: number, dip: ByteString, dport: number): ByteString {
  return `${ipText(sip)}:${sport}->${ipText(dip)}:${dport}`;
}

/** `ip:port`. */
export function endText(ip: ByteString, port: number): ByteString {
  return `${ipText(ip)}:${port}`;
}

/** Name of a connected IP socket by its protocol; `old` where upstream writes nothing. */
export function sockName(info: FdInfo, old: ByteString): ByteString {
  const { l4, sip, dip } = info;
  if (info.type === FD_IPV4) {
    if (l4 === L4_TCP || l4 === L4_UDP) return tupleText(sip, info.sport, dip, info.dport);
    if (l4 === L4_ICMP || l4 === L4_RAW) return `${ipv4Text(sip)}->${ipv4Text(dip)}`;
    return '<unknown>';
  }
  if (info.type !== FD_IPV6) return old;
  const mapped = isMappedIpv4(sip) && isMappedIpv4(dip);
  if (l4 === L4_TCP || l4 === L4_UDP) {
    if (!mapped) return tupleText(sip, info.sport, dip, info.dport);
    const [sport, dport] = portsAsIpv4(info);
    return tupleText(sip.slice(12), sport, dip.slice(12), dport);
  }
  if (l4 === L4_ICMP) {
    if (mapped) return `${ipv4Text(sip.slice(12))}->${ipv4Text(dip.slice(12))}`;
    return `${ipv6Text(sip)}->${ipv6Text(dip)}`;
  }
  return '<unknown>';
}

/** A freshly made socket: no addresses yet. */
export function initSock(info: FdInfo, l4: number): void {
  sockBytes(info).fill(0);
  setL4(info, l4);
  refreshSock(info);
}
