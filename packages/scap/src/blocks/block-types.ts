/** Kinds of blocks in a capture, from upstream's `scap_savefile.h`. `_INT` ones are numbers used before its first release. */
export const SECTION_HEADER = 0x0a0d0d0a;
export const SECTION_MAGIC = 0x1a2b3c4d;
/** What {@link SECTION_MAGIC} looks like when it was written in the other byte order. */
export const SECTION_MAGIC_SWAPPED = 0x4d3c2b1a;
export const MAJOR_VERSION = 1;
export const MINOR_VERSION = 2;

export const MACHINE_INFO = 0x201;
export const MACHINE_INFO_INT = 0x8002abcd;

export const PROCESS_LIST_V1 = 0x202;
export const PROCESS_LIST_V2 = 0x207;
export const PROCESS_LIST_V3 = 0x209;
export const PROCESS_LIST_V4 = 0x210;
export const PROCESS_LIST_V5 = 0x211;
export const PROCESS_LIST_V6 = 0x212;
export const PROCESS_LIST_V7 = 0x213;
export const PROCESS_LIST_V8 = 0x214;
export const PROCESS_LIST_V9 = 0x215;
export const PROCESS_LIST_V1_INT = 0x8000abcd;
export const PROCESS_LIST_V2_INT = 0x8013abcd;
export const PROCESS_LIST_V3_INT = 0x8014abcd;

export const FD_LIST = 0x203;
export const FD_LIST_INT = 0x8001abcd;
export const FD_LIST_V2 = 0x218;

export const INTERFACE_LIST = 0x205;
export const INTERFACE_LIST_INT = 0x8011abcd;
export const INTERFACE_LIST_V2 = 0x219;

export const USER_LIST = 0x206;
export const USER_LIST_INT = 0x8012abcd;
export const USER_LIST_V2 = 0x220;

/** Events without a parameter count in their header. */
export const EVENT = 0x204;
export const EVENT_INT = 0x8010abcd;
export const EVENT_FLAGS = 0x208;
export const EVENT_V2 = 0x216;
export const EVENT_FLAGS_V2 = 0x217;
/** Events that may be longer than 64 KiB. */
export const EVENT_V2_LARGE = 0x221;
export const EVENT_FLAGS_V2_LARGE = 0x222;

/** Bytes of a block's header (kind, total length) and of its trailer (total length again). */
export const BLOCK_HEADER_SIZE = 8;
export const BLOCK_TRAILER_SIZE = 4;
export const MIN_BLOCK_SIZE = BLOCK_HEADER_SIZE + BLOCK_TRAILER_SIZE;

/** Longest block of an event that is not of a `_LARGE` kind, without its header. */
export const MAX_SMALL_EVENT_BODY = 65536;

/** Shape of an event block. */
export interface EventBlockShape {
  readonly flags: boolean;
  readonly large: boolean;
  /** Parameter count in the event header. */
  readonly counted: boolean;
}

export const EVENT_BLOCKS: ReadonlyMap<number, EventBlockShape> = new Map([
  [EVENT, { flags: false, large: false, counted: false }],
  [EVENT_INT, { flags: false, large: false, counted: false }],
  [EVENT_FLAGS, { flags: true, large: false, counted: false }],
  [EVENT_V2, { flags: false, large: false, counted: true }],
  [EVENT_FLAGS_V2, { flags: true, large: false, counted: true }],
  [EVENT_V2_LARGE, { flags: false, large: true, counted: true }],
  [EVENT_FLAGS_V2_LARGE, { flags: true, large: true, counted: true }],
]);
