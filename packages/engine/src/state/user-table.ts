import type { ByteString } from '@saker/core/byte-string.ts';
import type { GroupEntry, UserEntry } from '@saker/scap/snapshot.ts';
import type { GroupInfo, UserInfo } from './state.ts';

/** Users and groups kept per container; more are dropped and counted. */
const MAX_PER_CONTAINER = 65_536;
/** Containers that have users of their own; the one that was first goes first. */
const MAX_CONTAINERS = 4096;

interface Lists {
  readonly users: Map<number, UserInfo>;
  readonly groups: Map<number, GroupInfo>;
}

/** Users and groups of the host (container '') and of containers. */
export class UserTable {
  /** Entries and containers dropped because a table was full. */
  dropped: number;
  private readonly lists: Map<ByteString, Lists>;

  constructor() {
    this.dropped = 0;
    this.lists = new Map();
  }

  user(container: ByteString, uid: number): UserInfo | undefined {
    return this.lists.get(container)?.users.get(uid);
  }

  group(container: ByteString, gid: number): GroupInfo | undefined {
    return this.lists.get(container)?.groups.get(gid);
  }

  clear(): void {
    this.lists.clear();
  }

  /** Takes over the lists of a capture. */
  importLists(users: readonly UserEntry[], groups: readonly GroupEntry[]): void {
    for (const user of users) this.addUser('', user);
    for (const group of groups) this.addGroup('', group);
  }

  /** Adds a user or renames the one with that number, whose group stays. */
  addUser(container: ByteString, user: UserInfo): void {
    if (isNss(user.name)) return;
    const { users } = this.of(container);
    const old = users.get(user.uid);
    if (old === undefined && users.size >= MAX_PER_CONTAINER) this.dropped++;
    else users.set(user.uid, { ...user, gid: old?.gid ?? user.gid });
  }

  addGroup(container: ByteString, group: GroupInfo): void {
    if (isNss(group.name)) return;
    const { groups } = this.of(container);
    if (!groups.has(group.gid) && groups.size >= MAX_PER_CONTAINER) this.dropped++;
    else groups.set(group.gid, { gid: group.gid, name: group.name });
  }

  removeUser(container: ByteString, uid: number): void {
    this.lists.get(container)?.users.delete(uid);
  }

  removeGroup(container: ByteString, gid: number): void {
    this.lists.get(container)?.groups.delete(gid);
  }

  /**
   * A process with these ids was seen. The host's root is known without being announced; other ids stay unknown unless a
   * list or an event names them.
   */
  seen(container: ByteString, uid: number, gid: number): void {
    if (container !== '' || (uid !== 0 && gid !== 0)) return;
    if (uid === 0 && this.user('', 0) === undefined) {
      this.addUser('', { uid, gid, name: 'root', home: '/root', shell: '<NA>' });
    }
    if (gid === 0 && this.group('', 0) === undefined) this.addGroup('', { gid, name: 'root' });
  }

  private of(container: ByteString): Lists {
    let lists = this.lists.get(container);
    if (lists === undefined) {
      if (this.lists.size >= MAX_CONTAINERS) {
        for (const oldest of this.lists.keys()) {
          if (oldest === '') continue;
          this.lists.delete(oldest);
          this.dropped++;
          break;
        }
      }
      lists = { users: new Map(), groups: new Map() };
      this.lists.set(container, lists);
    }
    return lists;
  }
}

/** Entries of the name service's compatibility mode are no users. */
function isNss(name: ByteString): boolean {
  return name.startsWith('+') || name.startsWith('-');
}
