import { allocBytes, type Bytes } from '@saker/core/bytes.ts';

/** Most bytes of an event that is converted (upstream's MAX_EVENT_SIZE). */
export const MAX_CONVERTED_SIZE = 65536;

/** Memory in which one event is put together. */
export interface Scratch {
  readonly bytes: Bytes;
  readonly data: DataView;
}

export function makeScratch(size: number): Scratch {
  const bytes = allocBytes(size);
  return { bytes, data: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}
