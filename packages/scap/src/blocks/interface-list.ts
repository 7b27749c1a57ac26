import type { ByteWriter } from '../byte-writer.ts';
import type { InterfaceEntry, SnapshotSink } from '../snapshot.ts';
import { type BlockCursor, MAX_FD_NAME, untilNul } from './block-cursor.ts';

/** Kinds of entries (SCAP_II_*); the last two are of files that did not have the link's speed. */
export const INTERFACE_IPV4 = 1;
export const INTERFACE_IPV6 = 2;
const INTERFACE_IPV4_NO_SPEED = 3;
const INTERFACE_IPV6_NO_SPEED = 4;

/** Hands a list of interfaces to `sink`, also where an entry does not fit (then it is cut there, and false). `sized`: v2. */
export function decodeInterfaceList(cursor: BlockCursor, sized: boolean, sink: SnapshotSink): boolean {
  const list: InterfaceEntry[] = [];
  while (cursor.left >= 4 && !cursor.failed) {
    const entry = decodeInterface(cursor, sized);
    if (entry !== undefined) list.push(entry);
  }
  sink.interfaces(list);
  return !cursor.failed;
}

function decodeInterface(c: BlockCursor, sized: boolean): InterfaceEntry | undefined {
  // The size does not count itself.
  const size = sized ? c.u32() : 0;
  const start = c.at;
  const type = c.u16();
  const nameLength = c.u16();
  const v4 = type === INTERFACE_IPV4 || type === INTERFACE_IPV4_NO_SPEED;
  const v6 = type === INTERFACE_IPV6 || type === INTERFACE_IPV6_NO_SPEED;
  if ((!v4 && !v6) || nameLength > MAX_FD_NAME) {
    c.failed = true;
    return undefined;
  }
  const width = v4 ? 4 : 16;
  const address = c.raw(width);
  const netmask = c.raw(width);
  const broadcast = c.raw(width);
  const linkSpeed = type === INTERFACE_IPV4 || type === INTERFACE_IPV6 ? c.u64() : 0n;
  const name = untilNul(c.raw(nameLength));
  if (size !== 0) c.moveTo(start + size);
  return c.failed ? undefined : { name, address, netmask, broadcast, linkSpeed };
}

export function writeInterface(w: ByteWriter, entry: InterfaceEntry): void {
  const start = w.at;
  const name = entry.name.slice(0, MAX_FD_NAME);
  w.u32(0);
  w.u16(entry.address.length === 4 ? INTERFACE_IPV4 : INTERFACE_IPV6);
  w.u16(name.length);
  w.raw(entry.address);
  w.raw(entry.netmask);
  w.raw(entry.broadcast);
  w.u64(entry.linkSpeed);
  w.raw(name);
  // The size does not count itself.
  w.data.setUint32(start, w.at - start - 4, true);
}
