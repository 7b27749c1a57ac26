import type { ByteString } from '@saker/core/byte-string.ts';

/** Dotted quad of 4 bytes. */
export function ipv4Text(address: ByteString): ByteString {
  return `${address.charCodeAt(0)}.${address.charCodeAt(1)}.${address.charCodeAt(2)}.${address.charCodeAt(3)}`;
}

/** Text of 16 bytes as inet_ntop writes it: the first longest run of two or more zero groups is '::', IPv4 in dots. */
export function ipv6Text(address: ByteString): ByteString {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((address.charCodeAt(i) << 8) | address.charCodeAt(i + 1));
  let best = -1;
  let bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i > bestLength) {
      best = i;
      bestLength = end - i;
    }
    if (end > i) i = end;
  }
  const dotted = best === 0 && (bestLength === 6 || (bestLength === 5 && groups[5] === 0xffff));
  let out = '';
  for (let i = 0; i < 8; i++) {
    if (i === best) {
      out += '::';
      i += bestLength - 1;
      continue;
    }
    if (out !== '' && !out.endsWith(':')) out += ':';
    if (dotted && i === 6) return out + ipv4Text(address.slice(12));
    out += (groups[i] as number).toString(16);
  }
  return out;
}

/** Address of 4 or 16 bytes. */
export function ipText(address: ByteString): ByteString {
  return address.length === 4 ? ipv4Text(address) : ipv6Text(address);
}

const ZERO_10 = '\0'.repeat(10);
const ZERO_16 = '\0'.repeat(16);

/** Whether 16 bytes are an IPv4 address in IPv6 clothes; all zeros count as one. */
export function isMappedIpv4(address: ByteString): boolean {
  return address.startsWith(`${ZERO_10}\xff\xff`) || address === ZERO_16;
}
