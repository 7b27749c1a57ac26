// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import type { State } from '../../state/state.ts';
import type { ThreadInfo } from '../../state/thread-info.ts';
import { containerView } from '../container/container-view.ts';

/**
 * Whether an address (4 or 16 bytes) is one of the machine's own, as seen by a thread.
 *
 * IPv4 in a container: the container's own address is local; of a container whose address is not known the addresses of
 * all containers are, and nothing else. IPv6 in a container: never. Otherwise the interfaces decide, for IPv6 by the
 * first 64 bits.
 */
export function isLocalAddress(state: State, thread: ThreadInfo, address: ByteString): boolean {
  const inContainer = thread.containerId !== '';
  if (address.length === 16) return !inContainer && isOnInterface(state, address, 8);
  if (inContainer) {
    const own = state.container(thread.containerId);
    const ip = own === undefined ? '' : containerView(own).ip;
    if (ip === '') return isAnyContainers(state, address);
    if (parseIpv4(ip) === address) return true;
  }
  return isOnInterface(state, address, 4);
}

function isOnInterface(state: State, address: ByteString, significant: number): boolean {
  const own = state.interfaceAddresses;
  for (let i = 0; i < own.length; i++) {
    const other = own[i] as ByteString;
    if (other.length === address.length && other.slice(0, significant) === address.slice(0, significant)) return true;
  }
  return false;
}

function isAnyContainers(state: State, address: ByteString): boolean {
  for (const container of state.containers()) {
    const ip = containerView(container).ip;
    if (ip !== '' && parseIpv4(ip) === address) return true;
  }
  return false;
}

/** The four bytes of a dotted address as inet_pton(3) reads it; undefined for anything else. */
export function parseIpv4(text: ByteString): ByteString | undefined {
  const match = /^(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})$/.exec(text);
  if (match === null) return undefined;
  const numbers = match.slice(1).map(Number);
  return numbers.every((n) => n <= 255) ? String.fromCharCode(...numbers) : undefined;
}
