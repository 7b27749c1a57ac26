import type { ByteWriter } from '../byte-writer.ts';
import type { FdEntry, SnapshotSink } from '../snapshot.ts';
import { type BlockCursor, MAX_FD_NAME } from './block-cursor.ts';

/** Kinds of descriptors in files (SCAP_FD_*). */
export const SCAP_FD_UNKNOWN = 0;
export const SCAP_FD_IPV4_SOCK = 3;
export const SCAP_FD_IPV6_SOCK = 4;
export const SCAP_FD_IPV4_SERVSOCK = 5;
export const SCAP_FD_IPV6_SERVSOCK = 6;
export const SCAP_FD_UNIX_SOCK = 8;
export const SCAP_FD_UNSUPPORTED = 10;
export const SCAP_FD_FILE_V2 = 16;
/** The last kind this reader knows (SCAP_FD_PIDFD). */
export const SCAP_FD_LAST = 21;

/** The part of a descriptor that depends on its kind. */
type FdDetail = Omit<FdEntry, 'fd' | 'ino'>;

const NOTHING: Omit<FdDetail, 'type'> = {
  name: '',
  openFlags: 0,
  dev: 0,
  sip: '',
  dip: '',
  sport: 0,
  dport: 0,
  l4: 0,
  unixSource: 0n,
  unixDest: 0n,
};

/** Hands the descriptors of one thread to `sink`; false where an entry does not fit. `sized`: entries begin with their size (v2). */
export function decodeFdList(cursor: BlockCursor, sized: boolean, sink: SnapshotSink): boolean {
  const tid = cursor.i64();
  while (cursor.left >= 4) {
    const entry = decodeFd(cursor, sized);
    if (entry === undefined) return false;
    sink.fd(tid, entry);
  }
  return !cursor.failed;
}

function decodeFd(c: BlockCursor, sized: boolean): FdEntry | undefined {
  const start = c.at;
  const size = sized ? c.u32() : 0;
  const fd = c.i64();
  const ino = c.u64();
  const detail = decodeDetail(c, c.u8(), start + size);
  if (size !== 0) c.moveTo(start + size);
  return c.failed ? undefined : { fd, ino, ...detail };
}

function decodeDetail(c: BlockCursor, type: number, end: number): FdDetail {
  switch (type) {
    case SCAP_FD_UNKNOWN:
      return { ...NOTHING, type };
    case SCAP_FD_IPV4_SOCK:
      return connection(c, type, 4);
    case SCAP_FD_IPV6_SOCK:
      return connection(c, type, 16);
    case SCAP_FD_IPV4_SERVSOCK:
      return listener(c, type, 4);
    case SCAP_FD_IPV6_SERVSOCK:
      return listener(c, type, 16);
    case SCAP_FD_UNIX_SOCK: {
      const unixSource = c.u64();
      const unixDest = c.u64();
      return { ...NOTHING, type, unixSource, unixDest, name: c.text(MAX_FD_NAME) };
    }
    case SCAP_FD_FILE_V2: {
      const openFlags = c.u32();
      const name = c.text(MAX_FD_NAME);
      return { ...NOTHING, type, openFlags, name, dev: c.at + 4 <= end ? c.u32() : 0 };
    }
    default:
      if (type > SCAP_FD_LAST) return { ...NOTHING, type: SCAP_FD_UNSUPPORTED, name: `unknown-type:[${type}]` };
      return { ...NOTHING, type, name: c.text(MAX_FD_NAME) };
  }
}

function connection(c: BlockCursor, type: number, width: number): FdDetail {
  const sip = c.raw(width);
  const dip = c.raw(width);
  const sport = c.u16();
  const dport = c.u16();
  return { ...NOTHING, type, sip, dip, sport, dport, l4: c.u8() };
}

function listener(c: BlockCursor, type: number, width: number): FdDetail {
  const sip = c.raw(width);
  const sport = c.u16();
  return { ...NOTHING, type, sip, sport, l4: c.u8() };
}

/** Appends an entry of a v2 list; nothing for descriptors of unknown kind, which readers cannot use. */
export function writeFd(w: ByteWriter, entry: FdEntry): void {
  if (entry.type === SCAP_FD_UNKNOWN) return;
  const start = w.at;
  w.u32(0);
  w.u64(entry.fd);
  w.u64(entry.ino);
  w.u8(entry.type);
  switch (entry.type) {
    case SCAP_FD_IPV4_SOCK:
    case SCAP_FD_IPV6_SOCK:
      w.raw(entry.sip);
      w.raw(entry.dip);
      w.u16(entry.sport);
      w.u16(entry.dport);
      w.u8(entry.l4);
      break;
    case SCAP_FD_IPV4_SERVSOCK:
    case SCAP_FD_IPV6_SERVSOCK:
      w.raw(entry.sip);
      w.u16(entry.sport);
      w.u8(entry.l4);
      break;
    case SCAP_FD_UNIX_SOCK:
      w.u64(entry.unixSource);
      w.u64(entry.unixDest);
      w.counted(entry.name, MAX_FD_NAME);
      break;
    case SCAP_FD_FILE_V2:
      w.u32(entry.openFlags);
      w.counted(entry.name, MAX_FD_NAME);
      w.u32(entry.dev);
      break;
    default:
      w.counted(entry.name, MAX_FD_NAME);
  }
  w.data.setUint32(start, w.at - start, true);
}

/** A descriptor that is described by `kind` alone, as a start for fuller ones. */
export function fdEntry(fd: number, type: number, detail: Partial<FdEntry> = {}): FdEntry {
  return { ...NOTHING, ino: 0n, ...detail, fd, type };
}
