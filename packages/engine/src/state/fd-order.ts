/**
 * The order in which upstream lists the descriptors of a process: that of the hash table they are kept in (GNU's
 * std::unordered_map with numbers as their own hash). Rules see it in `fd.types`. Newer descriptors mostly come first, and
 * all turn round when the table grows; but one that falls into an occupied bucket comes before the others of it.
 *
 * Only kept where somebody asks for it: it costs a little on every open and close.
 */
export class FdOrder {
  private bucketCount: number;
  /** Per occupied bucket: the descriptor in front of its first one. */
  private readonly before: Map<number, number>;
  private readonly next: Map<number, number>;
  private first: number;

  constructor() {
    this.bucketCount = 1;
    this.before = new Map();
    this.next = new Map();
    this.first = NONE;
  }

  /** A new descriptor. */
  add(fd: number): void {
    if (this.next.size >= (this.bucketCount === 1 ? 0 : this.bucketCount)) this.grow();
    const bucket = this.bucketOf(fd);
    const front = this.before.get(bucket);
    if (front !== undefined) {
      this.next.set(fd, this.after(front));
      this.link(front, fd);
      return;
    }
    this.next.set(fd, this.first);
    if (this.first !== NONE) this.before.set(this.bucketOf(this.first), fd);
    this.first = fd;
    this.before.set(bucket, HEAD);
  }

  delete(fd: number): void {
    const next = this.next.get(fd);
    if (next === undefined) return;
    const bucket = this.bucketOf(fd);
    const front = this.before.get(bucket) as number;
    let previous = front;
    while (this.after(previous) !== fd) previous = this.after(previous);
    const nextBucket = next === NONE ? NONE : this.bucketOf(next);
    if (nextBucket !== bucket) {
      if (next !== NONE) this.before.set(nextBucket, previous);
      if (previous === front) this.before.delete(bucket);
    }
    this.link(previous, next);
    this.next.delete(fd);
  }

  /** Forgets all; the table keeps its size. */
  clear(): void {
    this.before.clear();
    this.next.clear();
    this.first = NONE;
  }

  /** The order of a copy that was made by adding one after the other. */
  copy(): FdOrder {
    const copy = new FdOrder();
    for (const fd of this.list()) copy.add(fd);
    return copy;
  }

  list(): number[] {
    const out: number[] = [];
    for (let fd = this.first; fd !== NONE; fd = this.after(fd)) out.push(fd);
    return out;
  }

  private grow(): void {
    this.bucketCount = SIZES.find((size) => size > this.bucketCount) ?? this.bucketCount * 2 + 1;
    const old = this.list();
    this.before.clear();
    this.first = NONE;
    let firstBucket = NONE;
    for (const fd of old) {
      const bucket = this.bucketOf(fd);
      const front = this.before.get(bucket);
      if (front !== undefined) {
        this.next.set(fd, this.after(front));
        this.link(front, fd);
        continue;
      }
      this.next.set(fd, this.first);
      if (this.first !== NONE) this.before.set(firstBucket, fd);
      this.first = fd;
      this.before.set(bucket, HEAD);
      firstBucket = bucket;
    }
  }

  private after(fd: number): number {
    return fd === HEAD ? this.first : (this.next.get(fd) as number);
  }

  private link(from: number, to: number): void {
    if (from === HEAD) this.first = to;
    else this.next.set(from, to);
  }

  private bucketOf(fd: number): number {
    return fd >= 0 ? fd % this.bucketCount : Number(BigInt.asUintN(64, BigInt(fd)) % BigInt(this.bucketCount));
  }
}

/** No descriptor, and the place in front of the first one. */
const NONE = Number.NEGATIVE_INFINITY;
const HEAD = Number.POSITIVE_INFINITY;

/** Numbers of buckets through which the table grows, one step whenever it would hold more entries than buckets. */
const SIZES: readonly number[] = [1, 13, 29, 59, 127, 257, 541, 1109, 2357, 5087];
