import type { ByteWriter } from '../byte-writer.ts';
import type { GroupEntry, SnapshotSink, UserEntry } from '../snapshot.ts';
import { type BlockCursor, MAX_CREDENTIAL } from './block-cursor.ts';

/** First byte of a user's entry; anything else is a group. */
export const USER_ENTRY = 0;
export const GROUP_ENTRY = 1;

/** Hands a list of users and groups to `sink`, also where an entry does not fit (then it is cut there, and false). `sized`: v2. */
export function decodeUserList(cursor: BlockCursor, sized: boolean, sink: SnapshotSink): boolean {
  const users: UserEntry[] = [];
  const groups: GroupEntry[] = [];
  while (cursor.left >= 4 && !cursor.failed) decodeEntry(cursor, sized, users, groups);
  sink.users(users, groups);
  return !cursor.failed;
}

function decodeEntry(c: BlockCursor, sized: boolean, users: UserEntry[], groups: GroupEntry[]): void {
  const start = c.at;
  const size = sized ? c.u32() : 0;
  const isUser = c.u8() === USER_ENTRY;
  const uid = isUser ? c.u32() : 0;
  const gid = c.u32();
  const name = c.text(MAX_CREDENTIAL);
  const home = isUser ? c.text(MAX_CREDENTIAL) : '';
  const shell = isUser ? c.text(MAX_CREDENTIAL) : '';
  if (size !== 0) c.moveTo(start + size);
  if (c.failed) return;
  if (isUser) users.push({ uid, gid, name, home, shell });
  else groups.push({ gid, name });
}

export function writeUser(w: ByteWriter, user: UserEntry): void {
  const start = w.at;
  w.u32(0);
  w.u8(USER_ENTRY);
  w.u32(user.uid);
  w.u32(user.gid);
  w.counted(user.name, MAX_CREDENTIAL);
  w.counted(user.home, MAX_CREDENTIAL);
  w.counted(user.shell, MAX_CREDENTIAL);
  w.data.setUint32(start, w.at - start, true);
}

export function writeGroup(w: ByteWriter, group: GroupEntry): void {
  const start = w.at;
  w.u32(0);
  w.u8(GROUP_ENTRY);
  w.u32(group.gid);
  w.counted(group.name, MAX_CREDENTIAL);
  w.data.setUint32(start, w.at - start, true);
}
