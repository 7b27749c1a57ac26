// HOT: allocation-free per event; bench: bench/replay
import type { FdInfo } from './fd-info.ts';
import { FdOrder } from './fd-order.ts';

/** As many as upstream keeps per process; more are dropped and counted. */
export const MAX_FDS = 4096;

/** Descriptors lie in pages of this size; numbers from {@link PAGED} on, which hardly anybody uses, in a map. */
const PAGE_BITS = 5;
const PAGE_SIZE = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_SIZE - 1;
const PAGED = 4096;

type Page = (FdInfo | undefined)[];
const EMPTY_PAGE: Page = new Array<FdInfo | undefined>(PAGE_SIZE).fill(undefined);

let lastToken = 0;

/** What tables dropped because they were full, over all processes. */
export const fdTableCounters: { dropped: number } = { dropped: 0 };

/**
 * Descriptor number -> descriptor, of one process.
 *
 * A fork shares the pages of the parent; whoever writes first takes copies of the pages it writes ({@link fork}). The
 * descriptors themselves are shared too: one that carries another token than its table may be known to other tables, and
 * {@link own} replaces it by a copy before it is changed. Copies are made for exactly what changes, mostly little.
 */
export class FdTable {
  /** Page by number >> PAGE_BITS. */
  private pages: Page[];
  /** Bit per page (the first 32): the page belongs to this table alone. */
  private ownPages: number;
  /** The list of pages belongs to another table as well. */
  private sharedList: boolean;
  private high: Map<number, FdInfo> | undefined;
  private token: number;
  private readonly limit: number;
  /** Upstream's order, where it is wanted. */
  private order: FdOrder | undefined;
  /** Number of descriptors. */
  size: number;

  /** `ordered`: remember the order in which upstream lists descriptors, for {@link forEachListed}. */
  constructor(limit: number = MAX_FDS, ordered = false) {
    this.pages = [];
    this.ownPages = 0;
    this.sharedList = false;
    this.high = undefined;
    this.token = ++lastToken;
    this.limit = limit;
    this.order = ordered ? new FdOrder() : undefined;
    this.size = 0;
  }

  get(fd: number): FdInfo | undefined {
    if (fd >= 0 && fd < PAGED) {
      const index = fd >> PAGE_BITS;
      return index < this.pages.length ? (this.pages[index] as Page)[fd & PAGE_MASK] : undefined;
    }
    return this.high === undefined ? undefined : this.high.get(fd);
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
    if (fd >= 0 && fd < PAGED) this.writablePage(fd >> PAGE_BITS)[fd & PAGE_MASK] = undefined;
    else this.writableHigh().delete(fd);
    this.size--;
    if (this.order !== undefined) this.order.delete(fd);
    return true;
  }

  /** Calls `visit` for each descriptor in ascending order of number until it returns false. */
  forEach(visit: (fd: number, info: FdInfo) => unknown): void {
    const pages = this.pages;
    for (let index = 0; index < pages.length; index++) {
      const page = pages[index] as Page;
      if (page === EMPTY_PAGE) continue;
      for (let i = 0; i < PAGE_SIZE; i++) {
        const info = page[i];
        if (info !== undefined && visit((index << PAGE_BITS) + i, info) === false) return;
      }
    }
    if (this.high === undefined) return;
    for (const fd of [...this.high.keys()].sort((a, b) => a - b)) {
      const info = this.high.get(fd);
      if (info !== undefined && visit(fd, info) === false) return;
    }
  }

  /** Like {@link forEach}, in the order in which upstream lists them; ascending where the table does not remember it. */
  forEachListed(visit: (fd: number, info: FdInfo) => unknown): void {
    if (this.order === undefined) {
      this.forEach(visit);
      return;
    }
    for (const fd of this.order.list()) {
      const info = this.get(fd);
      if (info !== undefined && visit(fd, info) === false) return;
    }
  }

  /** Drops the descriptors that exec closes. */
  dropCloseOnExec(): void {
    if (this.size === 0) return;
    for (let index = 0; index < this.pages.length; index++) {
      const page = this.pages[index] as Page;
      if (page === EMPTY_PAGE) continue;
      for (let i = 0; i < PAGE_SIZE; i++) {
        const info = page[i];
        if (info?.closeOnExec()) this.delete((index << PAGE_BITS) + i);
      }
    }
    if (this.high === undefined) return;
    for (const [fd, info] of [...this.high]) if (info.closeOnExec()) this.delete(fd);
  }

  /** A table for a child: the same content now, independent from now on. */
  fork(): FdTable {
    const child = new FdTable(this.limit === 0 ? MAX_FDS : this.limit);
    child.size = this.size;
    if (this.order !== undefined) child.order = this.order.copy();
    if (this.size === 0) return child;
    child.pages = this.pages;
    child.sharedList = true;
    child.high = this.high === undefined ? undefined : new Map(this.high);
    this.sharedList = true;
    this.ownPages = 0;
    this.token = ++lastToken;
    return child;
  }

  private put(fd: number, info: FdInfo): boolean {
    const isNew = this.get(fd) === undefined;
    if (isNew && this.size >= this.limit) {
      fdTableCounters.dropped++;
      return false;
    }
    if (fd >= 0 && fd < PAGED) this.writablePage(fd >> PAGE_BITS)[fd & PAGE_MASK] = info;
    else this.writableHigh().set(fd, info);
    if (isNew) {
      this.size++;
      if (this.order !== undefined) this.order.add(fd);
    }
    return true;
  }

  private writablePage(index: number): Page {
    const bit = index < 32 ? 1 << index : 0;
    if ((this.ownPages & bit) !== 0) return this.pages[index] as Page;
    if (this.sharedList) {
      this.pages = this.pages.slice();
      this.sharedList = false;
    }
    const pages = this.pages;
    // Filled without holes, so that V8 keeps the array packed.
    while (pages.length <= index) pages.push(EMPTY_PAGE);
    const page = (pages[index] as Page).slice();
    pages[index] = page;
    this.ownPages |= bit;
    return page;
  }

  private writableHigh(): Map<number, FdInfo> {
    if (this.high === undefined) this.high = new Map();
    return this.high;
  }
}

/** The table of threads whose process is unknown: holds nothing, takes nothing. */
export const NO_FDS: FdTable = new FdTable(0);
