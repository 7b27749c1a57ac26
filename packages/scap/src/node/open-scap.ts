import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import type { Readable, Transform } from 'node:stream';
import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import { type Bytes, bytesView } from '@saker/core/bytes.ts';
import { ScapReader } from '../reader.ts';
import type { SnapshotSink } from '../snapshot.ts';
import { ReadAhead } from './read-ahead.ts';

/** Bytes per piece handed to the reader: large enough that pieces do not matter, small enough to stay in the cache. */
const PIECE_SIZE = 1 << 18;

/** Bytes of compressed input taken at once. */
const PACKED_SIZE = 1 << 16;

/**
 * An open capture. Walk it like this, whatever it is stored in:
 *
 * ```ts
 * for (;;) {
 *   while (capture.reader.next()) handle(capture.reader.evt);
 *   const more = capture.more();
 *   if (!(typeof more === 'boolean' ? more : await more)) break;
 * }
 * ```
 * Files are read, and compressed ones unpacked, by other threads while events are handled.
 */
export interface OpenCapture {
  readonly reader: ScapReader;
  /** Feeds the reader, after its `next` returned false. Resolves to false when the capture ended ({@link ScapReader.error} says how). */
  more(): boolean | Promise<boolean>;
  /** Gives back the file; allowed at any time, any number of times. */
  close(): void;
}

/** Why a file could not be opened. */
export interface OpenError {
  readonly code: string;
  readonly path: string;
  readonly message: string;
}

export type OpenResult =
  | { readonly ok: true; readonly capture: OpenCapture }
  | { readonly ok: false; readonly error: OpenError };

/**
 * Opens a capture: a path, or `-` for standard input. Plain, gzip (also several members one after the other) or zstd,
 * which is recognised by its first bytes. Pipes and devices work. Takes the same memory for a capture of any size.
 */
export function openScap(path: string, sink: SnapshotSink): OpenResult {
  let fd: number;
  let regular = false;
  try {
    fd = path === '-' ? 0 : openSync(path, 'r');
    const stat = fstatSync(fd);
    regular = fd !== 0 && stat.isFile();
    if (stat.isDirectory()) throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
  } catch (cause) {
    const { code = 'EIO', message } = cause as NodeJS.ErrnoException;
    return { ok: false, error: { code, path, message } };
  }
  return { ok: true, capture: new FileCapture(fd, regular, new ScapReader(sink)) };
}

class FileCapture implements OpenCapture {
  readonly reader: ScapReader;
  private readonly fd: number;
  /** Reading ahead is possible: the file is neither a pipe nor a device. */
  private readonly regular: boolean;
  private readonly buffer: Bytes;
  /** What feeds the reader after the first piece; undefined for pipes of plain captures. */
  private rest: PackedCapture | ReadAhead | undefined;
  private started: boolean;
  /** Bytes at the front of the buffer that are too few to tell the format. */
  private waiting: number;
  private closed: boolean;

  constructor(fd: number, regular: boolean, reader: ScapReader) {
    this.reader = reader;
    this.fd = fd;
    this.regular = regular;
    this.buffer = bytesView(new ArrayBuffer(PIECE_SIZE));
    this.rest = undefined;
    this.started = false;
    this.waiting = 0;
    this.closed = false;
  }

  more(): boolean | Promise<boolean> {
    if (this.closed || this.reader.done) return false;
    if (this.rest !== undefined) return this.rest.more();
    const length = this.read();
    if (length === NOT_YET) return new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS, true));
    if (length === FAILED) return true;
    const piece = this.buffer.subarray(0, length) as Bytes;
    if (!this.started) {
      this.started = true;
      const unpack = unpacker(piece);
      if (unpack !== undefined) {
        this.rest = new PackedCapture(this.fd, piece, unpack, this.reader);
        return this.rest.more();
      }
      if (this.regular && length > 0) this.rest = new ReadAhead(this.fd, this.reader, length);
    }
    if (length === 0) this.reader.finish();
    else this.reader.push(piece);
    return true;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.rest?.close();
    if (this.rest === undefined && this.fd !== 0) closeSync(this.fd);
  }

  /** Length of the next piece, 0 at the end. The first piece has at least the magic of any format. */
  private read(): number {
    let length = this.waiting;
    this.waiting = 0;
    try {
      do {
        const got = readSync(this.fd, this.buffer, length, this.buffer.length - length, null);
        if (got === 0) break;
        length += got;
      } while (!this.started && length < LONGEST_MAGIC);
      return length;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EAGAIN') {
        this.waiting = length;
        return NOT_YET;
      }
      this.reader.abort(messageOf(cause));
      return FAILED;
    }
  }
}

/**
 * The unpacked side of a compressed capture. Other threads unpack ahead of the reader, by {@link AHEAD} pieces; what
 * was unpacked before an error is still delivered.
 */
class PackedCapture {
  private readonly reader: ScapReader;
  private readonly input: Readable;
  private readonly unpack: Transform;
  private readonly pieces: Bytes[];
  private problem: string | undefined;
  private ended: boolean;
  /** Wakes the one who waits for a piece. */
  private wake: (() => void) | undefined;

  constructor(fd: number, first: Uint8Array, unpack: Transform, reader: ScapReader) {
    this.reader = reader;
    this.pieces = [];
    this.problem = undefined;
    this.ended = false;
    this.wake = undefined;
    this.unpack = unpack;
    unpack.on('data', (piece: Buffer) => {
      this.pieces.push(piece as unknown as Bytes);
      if (this.pieces.length >= AHEAD) unpack.pause();
      this.notify();
    });
    unpack.on('error', (cause) => {
      this.problem ??= messageOf(cause);
      this.notify();
    });
    unpack.on('end', () => {
      this.ended = true;
      this.notify();
    });
    // The stream owns the descriptor from here on.
    this.input = createReadStream('', { fd, highWaterMark: PACKED_SIZE, autoClose: fd !== 0 });
    this.input.on('error', (cause) => unpack.destroy(cause));
    unpack.write(Buffer.from(first));
    this.input.pipe(unpack);
  }

  async more(): Promise<boolean> {
    if (this.pieces.length === 0 && !this.ended && this.problem === undefined) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    const piece = this.pieces.shift();
    if (this.pieces.length < AHEAD) this.unpack.resume();
    if (piece !== undefined) this.reader.push(piece);
    else if (this.problem !== undefined) this.reader.abort(this.problem);
    else this.reader.finish();
    return true;
  }

  close(): void {
    this.input.destroy();
    this.unpack.destroy();
    this.ended = true;
    this.notify();
  }

  private notify(): void {
    this.wake?.();
    this.wake = undefined;
  }
}

/** Pieces that may wait for the reader. */
const AHEAD = 4;

const LONGEST_MAGIC = 4;

/** A pipe that does not block has nothing for now. */
const NOT_YET = -1;
const FAILED = -2;
const RETRY_MILLISECONDS = 5;

/** The transform that unpacks a file that begins like this; undefined for plain files. */
function unpacker(first: Uint8Array): Transform | undefined {
  const options = { chunkSize: PIECE_SIZE, readableHighWaterMark: PIECE_SIZE };
  // A file that was cut off gives all that it has: the reader tells where it ends.
  if (first[0] === 0x1f && first[1] === 0x8b) return createGunzip({ ...options, finishFlush: constants.Z_SYNC_FLUSH });
  if (first[0] === 0x28 && first[1] === 0xb5 && first[2] === 0x2f && first[3] === 0xfd)
    return createZstdDecompress(options);
  return undefined;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
