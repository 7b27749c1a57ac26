import type { ByteString } from '@saker/core/byte-string.ts';
import type { InterfaceEntry } from '@saker/scap/snapshot.ts';
import { FD_IPV4, type FdInfo } from './fd-info.ts';
import { isZero, setAddresses } from './sock-info.ts';

const LOOPBACK_4 = '\x7f\0\0\x01';
const LOOPBACK_6 = `${'\0'.repeat(15)}\x01`;

/** The machine's interfaces, and what can be guessed with them. */
export class NetworkInterfaces {
  private ipv4: InterfaceEntry[] = [];
  private ipv6: InterfaceEntry[] = [];

  set(list: readonly InterfaceEntry[]): void {
    this.ipv4 = list.filter((entry) => entry.address.length === 4);
    this.ipv6 = list.filter((entry) => entry.address.length === 16);
  }

  /** Addresses of this machine: 4 or 16 bytes each. */
  addresses(): readonly ByteString[] {
    return [...this.ipv4, ...this.ipv6].map((entry) => entry.address);
  }

  /** Whether upstream takes the address for one near by: a private network, or one of an interface. */
  isLocalNetwork4(address: ByteString): boolean {
    const first = address.charCodeAt(0);
    const second = address.charCodeAt(1);
    if (first === 10 || (first === 192 && second === 168) || (first === 172 && (second & 0x3f) === 16)) return true;
    return this.ipv4.some((entry) => sameNetwork(entry, address));
  }

  isOwn4(address: ByteString): boolean {
    return this.ipv4.some((entry) => entry.address === address);
  }

  isOwn6(address: ByteString): boolean {
    return this.ipv6.some((entry) => entry.address.slice(0, 8) === address.slice(0, 8));
  }

  /** Guesses the missing end of a socket that has only one. */
  complete(info: FdInfo): void {
    const noSource = isZero(info.sip);
    if (!noSource && !isZero(info.dip)) return;
    const known = noSource ? info.dip : info.sip;
    const guess = info.type === FD_IPV4 ? this.near4(known) : this.near6(known);
    if (guess === known && info.sport === info.dport) return;
    if (noSource) setAddresses(info, guess, info.dip);
    else setAddresses(info, info.sip, guess);
  }

  private near4(address: ByteString): ByteString {
    const found =
      this.ipv4.find((entry) => entry.address === address) ??
      this.ipv4.find((entry) => sameNetwork(entry, address)) ??
      this.ipv4.find((entry) => entry.address !== LOOPBACK_4);
    return found === undefined ? '\0\0\0\0' : found.address;
  }

  private near6(address: ByteString): ByteString {
    const found =
      this.ipv6.find((entry) => entry.address === address) ??
      this.ipv6.find((entry) => entry.address.slice(0, 8) === address.slice(0, 8)) ??
      this.ipv6.find((entry) => entry.address !== LOOPBACK_6);
    return found === undefined ? '\0'.repeat(16) : found.address;
  }
}

function sameNetwork(entry: InterfaceEntry, address: ByteString): boolean {
  for (let i = 0; i < 4; i++) {
    const mask = entry.netmask.charCodeAt(i);
    if ((entry.address.charCodeAt(i) & mask) !== (address.charCodeAt(i) & mask)) return false;
  }
  return true;
}
