// HOT: allocation-free per event; bench: bench/replay
import type { FdInfo } from './fd-info.ts';

/** Descriptors below this lie in an array, the rest in a map. */
const DENSE = 256;
/** As many as upstream keeps per process; more are dropped and counted. */
export const MAX_FDS = 4096;

let lastToken = 0;

/** What tables dropped because they were full, over all processes. */
export const fdTableCounters: { dropped: number } = { dropped: 0 };

/**
 * Descriptor number -> descriptor, of one process.
 *
 * A fork shares the storage of the parent until one side writes ({@link fork}). The descriptors themselves are shared
 * too: one that carries another token than its table belongs to several tables, and {@link own} replaces it by a copy
 * before it is changed. Copies are made for exactly the descriptors that change, mostly none.
 */
export class FdTable {
  private dense: (FdInfo | undefined)[];
  private sparse: Map<number, FdInfo> | undefined;
  /** The storage belongs to another table as well. */
  private shared: boolean;
  private token: number;
  private readonly limit: number;
  /** Number of descriptors. */
  size: number;

  constructor(limit: number = MAX_FDS) {
    this.dense = [];
    this.sparse = undefined;
    this.shared = false;
    this.token = ++lastToken;
    this.limit = limit;
    this.size = 0;
  }

  get(fd: number): FdInfo | undefined {
    if (fd >= 0 && fd < this.dense.length) return this.dense[fd];
    return this.sparse === undefined ? undefined : this.sparse.get(fd);
  }

  /** Adds or replaces; false where the table is full and the number new. `info` belongs to the table from here on. */
  set(fd: number, info: FdInfo): boolean {
    info.token = this.token;
    return this.put(fd, info);
  }

  /** The descriptor, ready to be written: a copy if other tables know it too. */
  own(fd: number, info: FdInfo): FdInfo {
    if (info.token === this.token) return info;
    const copy = info.copy();
    copy.token = this.token;
    if (this.get(fd) === info) this.put(fd, copy);
    return copy;
  }

  delete(fd: number): boolean {
    if (this.get(fd) === undefined) return false;
    this.unshare();
    if (fd < DENSE) this.dense[fd] = undefined;
    else this.sparse?.delete(fd);
    this.size--;
    return true;
  }

  /** Calls `visit` for each descriptor in ascending order of number until it returns false. */
  forEach(visit: (fd: number, info: FdInfo) => unknown): void {
    const dense = this.dense;
    for (let fd = 0; fd < dense.length; fd++) {
      const info = dense[fd];
      if (info !== undefined && visit(fd, info) === false) return;
    }
    if (this.sparse === undefined || this.sparse.size === 0) return;
    const numbers = [...this.sparse.keys()].sort((a, b) => a - b);
    for (const fd of numbers) {
      const info = this.sparse.get(fd);
      if (info !== undefined && visit(fd, info) === false) return;
    }
  }

  /** Drops the descriptors that exec closes. */
  dropCloseOnExec(): void {
    const dense = this.dense;
    for (let fd = 0; fd < dense.length; fd++) {
      const info = dense[fd];
      if (info?.closeOnExec()) this.delete(fd);
    }
    if (this.sparse !== undefined && this.sparse.size > 0) {
      this.forEach((fd, info) => {
        if (info.closeOnExec()) this.delete(fd);
      });
    }
  }

  /** A table for a child: the same content now, independent from now on. */
  fork(): FdTable {
    const child = new FdTable(this.limit === 0 ? MAX_FDS : this.limit);
    child.size = this.size;
    if (this.size === 0) return child;
    child.dense = this.dense;
    child.sparse = this.sparse;
    child.shared = true;
    this.shared = true;
    this.token = ++lastToken;
    return child;
  }

  clear(): void {
    this.dense = [];
    this.sparse = undefined;
    this.shared = false;
    this.size = 0;
  }

  private put(fd: number, info: FdInfo): boolean {
    const isNew = this.get(fd) === undefined;
    if (isNew && this.size >= this.limit) {
      fdTableCounters.dropped++;
      return false;
    }
    this.unshare();
    if (fd >= 0 && fd < DENSE) {
      const dense = this.dense;
      // Filled without holes, so that V8 keeps the array packed.
      while (dense.length <= fd) dense.push(undefined);
      dense[fd] = info;
    } else {
      if (this.sparse === undefined) this.sparse = new Map();
      this.sparse.set(fd, info);
    }
    if (isNew) this.size++;
    return true;
  }

  private unshare(): void {
    if (!this.shared) return;
    this.dense = this.dense.slice();
    if (this.sparse !== undefined) this.sparse = new Map(this.sparse);
    this.shared = false;
  }
}

/** The table of threads whose process is unknown: holds nothing, takes nothing. */
export const NO_FDS: FdTable = new FdTable(0);
