import type { ByteString } from '@saker/core/byte-string.ts';
import type { NetConstant } from '../../check/typed.ts';

/** A binary trie over address bits, one per address family; a node that ends a network covers everything below. */
interface TrieNode {
  end: boolean;
  zero: TrieNode | undefined;
  one: TrieNode | undefined;
}

/** Is an address (4 or 16 bytes) inside any of the networks. An address of one family is in no network of the other. */
export function compileNetworks(networks: readonly NetConstant[]): (address: ByteString) => boolean {
  const v4: TrieNode = { end: false, zero: undefined, one: undefined };
  const v6: TrieNode = { end: false, zero: undefined, one: undefined };
  for (const network of networks) add(network.address.length === 4 ? v4 : v6, network);
  return (address) => covers(address.length === 4 ? v4 : v6, address);
}

function bit(address: ByteString, index: number): number {
  return (address.charCodeAt(index >> 3) >> (7 - (index & 7))) & 1;
}

function add(root: TrieNode, network: NetConstant): void {
  let at = root;
  for (let i = 0; i < network.bits; i++) {
    const one = bit(network.address, i) === 1;
    let next = one ? at.one : at.zero;
    if (next === undefined) {
      next = { end: false, zero: undefined, one: undefined };
      if (one) at.one = next;
      else at.zero = next;
    }
    at = next;
  }
  at.end = true;
}

function covers(root: TrieNode, address: ByteString): boolean {
  const bits = address.length * 8;
  let at: TrieNode | undefined = root;
  for (let i = 0; at !== undefined; i++) {
    if (at.end) return true;
    if (i >= bits) return false;
    at = bit(address, i) === 1 ? at.one : at.zero;
  }
  return false;
}
