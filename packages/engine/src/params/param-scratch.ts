import type { ByteString } from '@saker/core/byte-string.ts';
import { DYNAMIC_PARAMS, type DynamicVariant } from '@saker/schema/dynamic-params.ts';
import type { ParamInfo } from '@saker/schema/event-info.ts';

/**
 * Falco prints every parameter into one piece of memory, and `evt.buffer` of an event whose buffer is empty shows that
 * memory: "NULL", a zero byte, and what earlier parameters left behind it, as long as the last buffer that was printed.
 * This is a copy of that memory, so that such outputs agree.
 */
export class ParamScratch {
  private memory: Uint8Array = new Uint8Array(1024);
  /** Length of the last byte buffer that was printed. */
  private bufferLength = 0;

  /** Records that a parameter was printed as `text`. */
  note(info: ParamInfo, text: ByteString, isBuffer: boolean): void {
    this.reserve(text.length + 8);
    const memory = this.memory;
    for (let i = 0; i < text.length; i++) memory[i] = text.charCodeAt(i);
    memory[text.length] = 0;
    // Dates are written with their zone, which a zero byte then cuts off.
    if (info.type === 'PT_ABSTIME') for (let i = 0; i < 6; i++) memory[text.length + 1 + i] = '+0000\0'.charCodeAt(i);
    if (isBuffer) this.bufferLength = text.length;
  }

  /** What the memory holds, as long as the last byte buffer was. */
  lastBuffer(): ByteString {
    let out = '';
    for (let i = 0; i < this.bufferLength; i++) out += String.fromCharCode(this.memory[i] as number);
    return out;
  }

  private reserve(size: number): void {
    let length = this.memory.length;
    if (size <= length) return;
    while (length < size) length *= 2;
    const memory = new Uint8Array(length);
    memory.set(this.memory);
    this.memory = memory;
  }
}

/** Whether the parameter holds a byte buffer; for dynamic ones `variant` (the first byte) decides. */
export function isBufferParam(info: ParamInfo, variant: number): boolean {
  if (info.type !== 'PT_DYN') return info.type === 'PT_BYTEBUF';
  const tables: Readonly<Record<string, readonly DynamicVariant[]>> = DYNAMIC_PARAMS;
  return tables[info.values ?? '']?.[variant]?.type === 'PT_BYTEBUF';
}
