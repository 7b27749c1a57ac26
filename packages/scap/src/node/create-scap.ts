import { closeSync, openSync, writeSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { ScapWriter } from '../writer.ts';
import type { OpenError } from './open-scap.ts';

/** A capture being written to a file. */
export interface NewCapture {
  readonly writer: ScapWriter;
  /** Why the file is incomplete; undefined while all is well. What is written after a failure is lost. */
  readonly error: OpenError | undefined;
  /** Bytes in the file so far. */
  readonly size: number;
  /** Writes what is left and gives back the file. */
  close(): void;
}

export type CreateResult =
  | { readonly ok: true; readonly capture: NewCapture }
  | { readonly ok: false; readonly error: OpenError };

/**
 * Creates (or overwrites) a capture file; `-` is standard output. With `gzip` every chunk becomes a gzip member of its
 * own: a reader sees one stream, and a file that was cut off is readable up to its last whole chunk.
 */
export function createScap(path: string, options: { readonly gzip: boolean }): CreateResult {
  try {
    return { ok: true, capture: new FileWriter(path, path === '-' ? 1 : openSync(path, 'w'), options.gzip) };
  } catch (cause) {
    return { ok: false, error: openError(path, cause) };
  }
}

class FileWriter implements NewCapture {
  readonly writer: ScapWriter;
  error: OpenError | undefined;
  size: number;
  private readonly path: string;
  private readonly gzip: boolean;
  private fd: number;

  constructor(path: string, fd: number, gzip: boolean) {
    this.writer = new ScapWriter((chunk) => this.write(chunk));
    this.error = undefined;
    this.size = 0;
    this.path = path;
    this.gzip = gzip;
    this.fd = fd;
  }

  close(): void {
    if (this.fd < 0) return;
    this.writer.flush();
    if (this.fd !== 1) closeSync(this.fd);
    this.fd = -1;
  }

  private write(chunk: Uint8Array): void {
    if (this.error !== undefined || this.fd < 0) return;
    const bytes = this.gzip ? gzipSync(chunk) : chunk;
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.fd, bytes, at);
      this.size += bytes.length;
    } catch (cause) {
      this.error = openError(this.path, cause);
    }
  }
}

function openError(path: string, cause: unknown): OpenError {
  const { code = 'EIO', message } = cause as NodeJS.ErrnoException;
  return { code, path, message };
}
