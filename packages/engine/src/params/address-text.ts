import type { ByteString } from '@saker/core/byte-string.ts';
import type { Bytes } from '@saker/core/bytes.ts';
import type { EventView } from '@saker/scap/event-view.ts';
import { ipv4Text, ipv6Text, isMappedIpv4 } from '../state/inet-text.ts';

const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;

function cText(bytes: Bytes, at: number, end: number): ByteString {
  let stop = at;
  while (stop < end && bytes[stop] !== 0) stop++;
  return bytes.latin1Slice(at, stop);
}

function invalid(family: number, other: string): string {
  if (family === AF_UNIX) return 'INVALID PATH';
  if (family === AF_INET) return 'INVALID IPv4';
  if (family === AF_INET6) return 'INVALID IPv6';
  return other;
}

function ipv4At(bytes: Bytes, at: number): ByteString {
  return ipv4Text(bytes.latin1Slice(at, at + 4));
}

/** A PT_SOCKADDR parameter: u8 family, then path or address and u16 port. */
export function sockaddrText(view: EventView, at: number, length: number): ByteString {
  const { bytes, data } = view;
  const family = bytes[at] as number;
  if (family === AF_UNIX) {
    if (length < 2 || bytes[at + length - 1] !== 0) return invalid(family, '');
    return cText(bytes, at + 1, at + length);
  }
  if (family === AF_INET) {
    if (length < 7) return invalid(family, '');
    return `${ipv4At(bytes, at + 1)}:${data.getUint16(at + 5, true)}`;
  }
  if (family === AF_INET6) {
    if (length < 19) return invalid(family, '');
    return `${ipv6Text(bytes.latin1Slice(at + 1, at + 17))}:${data.getUint16(at + 17, true)}`;
  }
  return `family ${family}`;
}

/** A PT_SOCKTUPLE parameter: u8 family, then source and destination. */
export function sockTupleText(view: EventView, at: number, length: number): ByteString {
  const { bytes, data } = view;
  const family = bytes[at] as number;
  if (family === AF_UNIX) {
    if (length < 18 || bytes[at + length - 1] !== 0) return invalid(family, '');
    const source = data.getBigUint64(at + 1, true).toString(16);
    const destination = data.getBigUint64(at + 9, true).toString(16);
    return `${source}->${destination} ${cText(bytes, at + 17, at + length)}`;
  }
  if (family === AF_INET) {
    if (length < 13) return invalid(family, '');
    const source = `${ipv4At(bytes, at + 1)}:${data.getUint16(at + 5, true)}`;
    return `${source}->${ipv4At(bytes, at + 7)}:${data.getUint16(at + 11, true)}`;
  }
  if (family === AF_INET6) {
    if (length < 37) return invalid(family, '');
    const from = bytes.latin1Slice(at + 1, at + 17);
    const to = bytes.latin1Slice(at + 19, at + 35);
    const mapped = isMappedIpv4(from) && isMappedIpv4(to);
    const source = mapped ? ipv4Text(from.slice(12)) : ipv6Text(from);
    const destination = mapped ? ipv4Text(to.slice(12)) : ipv6Text(to);
    return `${source}:${data.getUint16(at + 17, true)}->${destination}:${data.getUint16(at + 35, true)}`;
  }
  return `family ${family}`;
}
