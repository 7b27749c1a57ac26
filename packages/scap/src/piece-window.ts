// HOT: allocation-free per event; bench: bench/replay
import { allocBytes, type Bytes } from '@saker/core/bytes.ts';
import { BLOCK_HEADER_SIZE, MIN_BLOCK_SIZE } from './blocks/block-types.ts';

/** A carry buffer above this is given back after its block. */
const KEEP_CARRY = 1 << 20;

/**
 * The bytes of a stream that arrives in pieces, of which the reader sees one contiguous stretch at a time: the piece
 * itself, or, where a block straddles pieces, a carry buffer that holds just that block. Pieces are not copied except
 * for those blocks. The reader takes bytes by raising {@link pos}.
 */
export class PieceWindow {
  bytes: Bytes;
  data: DataView;
  /** The bytes to parse are `pos` to `end`. */
  pos: number;
  end: number;
  /** Offset in the stream of `bytes[0]`. */
  base: number;
  /** The memory is another one than at the last look; whoever cares resets it. */
  moved: boolean;
  private inCarry: boolean;
  private carry: Bytes;
  /** The piece whose beginning completes the carried block. */
  private pending: Bytes | undefined;
  private pendingAt: number;

  constructor(bytes: Bytes, data: DataView) {
    this.bytes = bytes;
    this.data = data;
    this.pos = 0;
    this.end = 0;
    this.base = 0;
    this.moved = true;
    this.inCarry = false;
    this.carry = allocBytes(0);
    this.pending = undefined;
    this.pendingAt = 0;
  }

  /** Adds a piece. Its memory must stay as it is until {@link refill} returned false. */
  push(piece: Bytes): void {
    if (this.pos < this.end) {
      this.pending = piece;
      this.pendingAt = 0;
    } else {
      this.look(piece, 0, this.base + this.end);
    }
  }

  /**
   * Called when the bytes left do not hold the whole next block, to have more of them at {@link pos}. False where that
   * takes another piece; the memory of the last one is its owner's again then.
   */
  refill(): boolean {
    const left = this.end - this.pos;
    if (!this.inCarry && left > 0) this.startCarry(left);
    if (this.pending !== undefined) {
      if (left > 0) {
        this.growCarry(left, this.pending);
      } else {
        this.look(this.pending, this.pendingAt, this.base + this.end);
        this.pending = undefined;
      }
      return true;
    }
    if (left === 0) {
      this.base += this.end;
      this.pos = 0;
      this.end = 0;
      this.inCarry = false;
    }
    return false;
  }

  private startCarry(left: number): void {
    const from = this.bytes.subarray(this.pos, this.end);
    const base = this.base + this.pos;
    if (this.carry.length < left) this.carry = allocBytes(Math.max(left, 65536));
    this.carry.set(from);
    this.look(this.carry, 0, base);
    this.end = left;
    this.inCarry = true;
  }

  /** Takes from the piece what the block in the carry buffer lacks. The buffer grows with bytes, not with promises. */
  private growCarry(left: number, piece: Bytes): void {
    const want = left < MIN_BLOCK_SIZE ? MIN_BLOCK_SIZE : this.data.getUint32(this.pos + BLOCK_HEADER_SIZE - 4, true);
    const take = Math.min(want - left, piece.length - this.pendingAt);
    if (this.end + take > this.carry.length) {
      const bigger = allocBytes(Math.max(2 * this.carry.length, this.end + take));
      bigger.set(this.carry.subarray(0, this.end));
      this.carry = bigger;
      this.bytes = bigger;
      this.data = viewOf(bigger);
      this.moved = true;
    }
    this.carry.set(piece.subarray(this.pendingAt, this.pendingAt + take), this.end);
    this.end += take;
    this.pendingAt += take;
    if (this.pendingAt === piece.length) this.pending = undefined;
  }

  /** Opens the window on `bytes` from `from`; `offset` is the place in the stream of that byte. */
  private look(bytes: Bytes, from: number, offset: number): void {
    if (this.inCarry && this.carry.length > KEEP_CARRY) this.carry = allocBytes(0);
    this.inCarry = false;
    this.bytes = bytes;
    this.data = viewOf(bytes);
    this.pos = from;
    this.end = bytes.length;
    this.base = offset - from;
    this.moved = true;
  }
}

function viewOf(bytes: Bytes): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
