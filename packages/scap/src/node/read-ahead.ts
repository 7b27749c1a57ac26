import { closeSync, read } from 'node:fs';
import { type Bytes, bytesView } from '@saker/core/bytes.ts';
import type { ScapReader } from '../reader.ts';

/** Bytes read at once: a turn of the event loop is waited for each, so there should be few. */
const AHEAD_SIZE = 1 << 20;

/**
 * Feeds the rest of a plain file to a reader. While one half of its memory is parsed, another thread reads the next piece
 * into the other half: copying out of the page cache costs as much as parsing does.
 */
export class ReadAhead {
  private readonly fd: number;
  private readonly reader: ScapReader;
  private readonly halves: readonly [Bytes, Bytes];
  private half: 0 | 1;
  private position: number;
  private next: Promise<number>;
  private reading: boolean;
  private closed: boolean;

  /** @param fd a regular file, which this owns from here on */
  constructor(fd: number, reader: ScapReader, position: number) {
    this.fd = fd;
    this.reader = reader;
    this.halves = [bytesView(new ArrayBuffer(AHEAD_SIZE)), bytesView(new ArrayBuffer(AHEAD_SIZE))];
    this.half = 0;
    this.position = position;
    this.reading = false;
    this.closed = false;
    this.next = this.read();
  }

  async more(): Promise<boolean> {
    let length: number;
    try {
      length = await this.next;
    } catch (cause) {
      this.reader.abort(cause instanceof Error ? cause.message : String(cause));
      return true;
    }
    if (this.closed) return false;
    if (length === 0) {
      this.reader.finish();
      return true;
    }
    const piece = this.halves[this.half].subarray(0, length) as Bytes;
    this.position += length;
    this.half = this.half === 0 ? 1 : 0;
    this.next = this.read();
    this.reader.push(piece);
    return true;
  }

  /** Closes the file once nothing reads from it any more. */
  close(): void {
    this.closed = true;
    if (!this.reading) closeSync(this.fd);
  }

  private read(): Promise<number> {
    this.reading = true;
    const promise = new Promise<number>((resolve, reject) => {
      read(this.fd, this.halves[this.half], 0, AHEAD_SIZE, this.position, (error, length) => {
        this.reading = false;
        if (this.closed) closeSync(this.fd);
        if (error === null) resolve(length);
        else reject(error);
      });
    });
    // Whoever never asks again must not be punished for an error.
    promise.catch(() => {});
    return promise;
  }
}
