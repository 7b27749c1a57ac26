import type { ByteString } from '@saker/core/byte-string.ts';

/**
 * Names of addresses, for `fd.cip.name` and its kin. Replays look nothing up: there is no resolver unless the engine is
 * given one. A resolver answers at once, from what it has looked up before; it never waits.
 *
 * Upstream works the other way round: it looks up the names that rules mention and asks whether an address is among the
 * results. A resolver that is to give the same answers resolves the names of the loaded rules and returns, for an
 * address, those of them that lead to it.
 */
export interface NameResolver {
  /** Names of an address of 4 or 16 bytes, in any order; none: []. */
  namesOf(address: ByteString): readonly ByteString[];
}
