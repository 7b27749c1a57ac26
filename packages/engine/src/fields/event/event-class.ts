// HOT: allocation-free per event; bench: bench/replay
import { EVENTS } from '@saker/schema/events.ts';

const META = 1;
const SYSCALL = 2;
const RETURNS = 4;
const READS = 8;
const WRITES = 16;
const WAITS = 32;
const IO = 64;

const CLASSES = new Uint8Array(EVENTS.map(classOf));

function classOf(event: (typeof EVENTS)[number]): number {
  let bits = 0;
  const syscall = event.categories.includes('EC_SYSCALL');
  if (event.categories.includes('EC_METAEVENT')) bits |= META;
  if (syscall) bits |= SYSCALL;
  if (syscall && event.dir === '<' && event.enum !== 'PPME_GENERIC_X') bits |= RETURNS;
  if (event.flags.includes('EF_READS_FROM_FD')) bits |= READS;
  if (event.flags.includes('EF_WRITES_TO_FD')) bits |= WRITES;
  if (event.flags.includes('EF_WAITS')) bits |= WAITS;
  if (event.categories.some((c) => c.startsWith('EC_IO_'))) bits |= IO;
  return bits;
}

function has(type: number, bit: number): boolean {
  return ((CLASSES[type] as number) & bit) !== 0;
}

/** Events about the machine or the capture, not from the kernel: process info, containers, users, asynchronous ones. */
export function isMetaEvent(type: number): boolean {
  return has(type, META);
}

export function isSyscallEvent(type: number): boolean {
  return has(type, SYSCALL);
}

/** Exit events of system calls, whose first parameter is the return value. Generic ones do not carry it. */
export function hasReturnValue(type: number): boolean {
  return has(type, RETURNS);
}

export function readsFromFd(type: number): boolean {
  return has(type, READS);
}

export function writesToFd(type: number): boolean {
  return has(type, WRITES);
}

export function isWaiting(type: number): boolean {
  return has(type, WAITS);
}

/** Reads, writes and other transfers over a descriptor (EC_IO_*). */
export function isIo(type: number): boolean {
  return has(type, IO);
}
