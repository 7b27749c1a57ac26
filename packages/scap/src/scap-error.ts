/** What can be wrong with a capture. The first group ends it; the second loses one event or entry. */
export type ScapErrorCode =
  /** The file could not be read or decompressed. */
  | 'unreadable'
  /** The file does not begin with a section header. */
  | 'not-a-capture'
  /** The section was written on a machine with the other byte order. */
  | 'foreign-byte-order'
  /** The format's major version is newer than this reader. */
  | 'newer-version'
  /** A block's length cannot be: shorter than its header, or beyond the limit of its kind. */
  | 'bad-block-length'
  /** The length behind a block differs from the one before it. */
  | 'trailer-mismatch'
  /** A block that belongs before the events stands between them. */
  | 'unexpected-block'
  /** The file ends inside a block. */
  | 'truncated'
  /** The file ends before the first event. */
  | 'no-events'
  /** A list of the initial state does not fit its block; what was read of it counts, the rest is lost. */
  | 'bad-entry'
  /** An event whose lengths contradict each other; skipped. */
  | 'bad-event'
  /** An old event that cannot be brought to the current layout; skipped. */
  | 'not-convertible';

/** A defect of a capture, with the place where it was found. */
export interface ScapError {
  readonly code: ScapErrorCode;
  /** Kind of the block (`0x216` etc.); 0 outside of blocks. */
  readonly block: number;
  /** Offset in bytes of the block in the uncompressed stream. */
  readonly offset: number;
  /** What the reader would have accepted, and what it found; numbers where both are sizes or values. */
  readonly expected: string | number;
  readonly got: string | number;
}

/** What each code means, in some words. */
export const SCAP_ERROR_TEXTS: Readonly<Record<ScapErrorCode, string>> = {
  unreadable: 'cannot read the capture',
  'not-a-capture': 'not a capture',
  'foreign-byte-order': 'the capture was written on a machine with the other byte order',
  'newer-version': 'the capture has a newer format version',
  'bad-block-length': 'impossible block length',
  'trailer-mismatch': 'the lengths before and behind a block differ',
  'unexpected-block': 'unexpected block between events',
  truncated: 'the capture ends inside a block',
  'no-events': 'the capture holds no events',
  'bad-entry': 'broken entry in a list of the initial state',
  'bad-event': 'broken event',
  'not-convertible': 'old event that cannot be converted',
};

/** One line of text for people. */
export function describeScapError(error: ScapError): string {
  const where =
    error.block === 0 ? `byte ${error.offset}` : `block 0x${error.block.toString(16)} at byte ${error.offset}`;
  return `${SCAP_ERROR_TEXTS[error.code]} (${where}: expected ${error.expected}, got ${error.got})`;
}
