import { writeSync } from 'node:fs';
import { OutputClosed } from './io.ts';

const BLOCK = 64 * 1024;

/** Collects text and writes it to a file descriptor in blocks. Text is written as UTF-8. */
export class FdWriter {
  private readonly fd: number;
  private readonly unbuffered: boolean;
  private readonly buffer: Buffer;
  private used: number;

  /** With `unbuffered`, every {@link write} reaches the descriptor before it returns. */
  constructor(fd: number, unbuffered: boolean) {
    this.fd = fd;
    this.unbuffered = unbuffered;
    this.buffer = Buffer.allocUnsafe(BLOCK);
    this.used = 0;
  }

  /** Throws {@link OutputClosed} when the reader has gone away. */
  write(text: string): void {
    // One UTF-16 unit takes at most three bytes.
    if (text.length * 3 > BLOCK - this.used) {
      this.flush();
      if (text.length * 3 > BLOCK) {
        writeAll(this.fd, Buffer.from(text, 'utf8'));
        return;
      }
    }
    this.used += this.buffer.write(text, this.used, 'utf8');
    if (this.unbuffered) this.flush();
  }

  flush(): void {
    if (this.used === 0) return;
    const end = this.used;
    this.used = 0;
    writeAll(this.fd, this.buffer.subarray(0, end));
  }
}

/** Writes all bytes, waiting where a non-blocking descriptor (a pipe that somebody else made so) is full. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EPIPE') throw new OutputClosed();
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
