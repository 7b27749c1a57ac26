import type { ByteString } from '@saker/core/byte-string.ts';

/** The 4 bytes of a dotted IPv4 address; no leading zeros, no shortened forms. */
export function parseIpv4(text: string): ByteString | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let bytes = '';
  for (const part of parts) {
    if (!/^(?:0|[1-9][0-9]{0,2})$/.test(part)) return undefined;
    const value = Number(part);
    if (value > 255) return undefined;
    bytes += String.fromCharCode(value);
  }
  return bytes;
}

/** The 16 bytes of an IPv6 address, the last 4 maybe dotted; no zone. */
export function parseIpv6(text: string): ByteString | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = '', tail] = halves;
  const front = groups(head, tail === undefined);
  const back = tail === undefined ? '' : groups(tail, true);
  if (front === undefined || back === undefined) return undefined;
  const missing = 16 - front.length - back.length;
  // `::` stands for at least one group.
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  return front + '\0'.repeat(missing) + back;
}

function groups(text: string, mayEndDotted: boolean): ByteString | undefined {
  if (text === '') return '';
  const parts = text.split(':');
  let bytes = '';
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as string;
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      const value = Number.parseInt(part, 16);
      bytes += String.fromCharCode(value >> 8, value & 0xff);
    } else {
      const dotted = mayEndDotted && i === parts.length - 1 ? parseIpv4(part) : undefined;
      if (dotted === undefined) return undefined;
      bytes += dotted;
    }
  }
  return bytes;
}

/** `address` with everything behind the first `bits` bits cleared. */
export function maskAddress(address: ByteString, bits: number): ByteString {
  let masked = '';
  for (let i = 0; i < address.length; i++) {
    const keep = Math.min(8, Math.max(0, bits - i * 8));
    masked += String.fromCharCode(address.charCodeAt(i) & (0xff << (8 - keep)) & 0xff);
  }
  return masked;
}
