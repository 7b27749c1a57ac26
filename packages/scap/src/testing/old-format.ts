import type { ByteString } from '@saker/core/byte-string.ts';
import type { Bytes } from '@saker/core/bytes.ts';
import { SCAP_FD_FILE_V2, SCAP_FD_IPV4_SOCK, SCAP_FD_UNIX_SOCK } from '../blocks/fd-list.ts';
import { ByteWriter } from '../byte-writer.ts';
import { EVENT_HEADER_SIZE } from '../event-view.ts';
import type { FdEntry, GroupEntry, InterfaceEntry, ProcessEntry, UserEntry } from '../snapshot.ts';

/** Bodies of blocks as earlier writers wrote them, to test reading them. */

function body(write: (w: ByteWriter) => void): ByteString {
  const w = new ByteWriter();
  write(w);
  return w.bytes.latin1Slice(0, w.at);
}

/** An event block without parameter count; with `flags` for EVENT_FLAGS. `event` in today's layout. */
export function oldEvent(event: Bytes, flags?: number): ByteString {
  return body((w) => {
    w.u16(1);
    if (flags !== undefined) w.u32(flags);
    const start = w.at;
    w.copy(event.subarray(0, EVENT_HEADER_SIZE - 4));
    w.copy(event.subarray(EVENT_HEADER_SIZE));
    w.data.setUint32(start + 16, event.length - 4, true);
  });
}

/** A process list of version 1 to 8. */
export function oldProcessList(version: number, list: readonly ProcessEntry[]): ByteString {
  return body((w) => {
    for (const p of list) writeOldProcess(w, version, p);
  });
}

function writeOldProcess(w: ByteWriter, version: number, p: ProcessEntry): void {
  const since = (first: number, write: () => void): void => {
    if (version >= first) write();
  };
  w.u64(p.tid);
  w.u64(p.pid);
  w.u64(p.ptid);
  since(6, () => w.u64(p.sid));
  since(8, () => w.u64(p.vpgid));
  w.counted(p.comm, 1024);
  w.counted(p.exe, 1024);
  since(7, () => w.counted(p.exePath, 1024));
  w.counted(p.args, 4096);
  w.counted(p.cwd, 1024);
  w.u64(p.fdLimit);
  w.u32(p.flags);
  w.u32(p.uid);
  w.u32(p.gid);
  since(2, () => {
    w.u32(p.vmSize);
    w.u32(p.vmRss);
    w.u32(p.vmSwap);
    w.u64(p.pfMajor);
    w.u64(p.pfMinor);
  });
  since(3, () => w.counted(p.env, 4096));
  since(4, () => {
    w.u64(p.vtid);
    w.u64(p.vpid);
    w.counted(p.cgroups, 4096);
  });
  since(5, () => w.counted(p.root, 1024));
}

/** The end of a version 9 entry as written before libs 0.10: no start of the pid namespace, no terminal, nothing after the capabilities. */
export function earlyV9(p: ProcessEntry): ByteString {
  const head = oldProcessList(8, [p]);
  return body((w) => {
    w.u32(4 + head.length + 29);
    w.raw(head);
    w.u32(p.loginUid);
    w.u8(p.exeWritable ? 1 : 0);
    w.u64(p.capInheritable);
    w.u64(p.capPermitted);
    w.u64(p.capEffective);
  });
}

/** A list of descriptors without sizes, and without devices. */
export function oldFdList(tid: number, list: readonly FdEntry[]): ByteString {
  return body((w) => {
    w.u64(tid);
    for (const fd of list) {
      w.u64(fd.fd);
      w.u64(fd.ino);
      w.u8(fd.type);
      writeOldFdDetail(w, fd);
    }
  });
}

function writeOldFdDetail(w: ByteWriter, fd: FdEntry): void {
  switch (fd.type) {
    case SCAP_FD_IPV4_SOCK:
      w.raw(fd.sip);
      w.raw(fd.dip);
      w.u16(fd.sport);
      w.u16(fd.dport);
      w.u8(fd.l4);
      break;
    case SCAP_FD_UNIX_SOCK:
      w.u64(fd.unixSource);
      w.u64(fd.unixDest);
      w.counted(fd.name, 1023);
      break;
    case SCAP_FD_FILE_V2:
      w.u32(fd.openFlags);
      w.counted(fd.name, 1023);
      break;
    default:
      w.counted(fd.name, 1023);
  }
}

/** A list of users and groups without sizes. */
export function oldUserList(users: readonly UserEntry[], groups: readonly GroupEntry[]): ByteString {
  return body((w) => {
    for (const user of users) {
      w.u8(0);
      w.u32(user.uid);
      w.u32(user.gid);
      for (const text of [user.name, user.home, user.shell]) w.counted(text, 255);
    }
    for (const group of groups) {
      w.u8(1);
      w.u32(group.gid);
      w.counted(group.name, 255);
    }
  });
}

/** A list of interfaces without sizes; without link speeds where asked. */
export function oldInterfaceList(list: readonly InterfaceEntry[], speeds: boolean): ByteString {
  return body((w) => {
    for (const entry of list) {
      w.u16((entry.address.length === 4 ? 1 : 2) + (speeds ? 0 : 2));
      w.u16(entry.name.length);
      w.raw(entry.address);
      w.raw(entry.netmask);
      w.raw(entry.broadcast);
      if (speeds) w.u64(entry.linkSpeed);
      w.raw(entry.name);
    }
  });
}
