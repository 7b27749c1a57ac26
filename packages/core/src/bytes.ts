import type { ByteString } from './byte-string.ts';

/**
 * Memory that events lie in. In Node it is a Buffer, whose native `latin1Slice` is the fastest way to a string; elsewhere
 * (browser) a Uint8Array with the same method.
 */
export interface Bytes extends Uint8Array<ArrayBufferLike> {
  latin1Slice(start: number, end: number): ByteString;
}

class PortableBytes extends Uint8Array<ArrayBufferLike> implements Bytes {
  latin1Slice(start: number, end: number): ByteString {
    let out = '';
    for (let i = start; i < end; i++) out += String.fromCharCode(this[i] as number);
    return out;
  }
}

interface NodeBuffer {
  from(memory: ArrayBufferLike, offset: number, length: number): Bytes;
}
const nodeBuffer = (globalThis as unknown as { Buffer?: NodeBuffer }).Buffer;

/** A view as {@link Bytes} of existing memory; no copy. */
export function bytesView(memory: ArrayBufferLike, offset = 0, length: number = memory.byteLength - offset): Bytes {
  return nodeBuffer ? nodeBuffer.from(memory, offset, length) : new PortableBytes(memory, offset, length);
}

/** New zeroed memory. */
export function allocBytes(length: number): Bytes {
  return bytesView(new ArrayBuffer(length));
}
