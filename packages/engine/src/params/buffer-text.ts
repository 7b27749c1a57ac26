import type { ByteString } from '@saker/core/byte-string.ts';

/** How byte buffers print: printable ASCII with dots for the rest, or base64. */
export type BufferFormat = 'dots' | 'base64';

const UNPRINTABLE = /[^\x20-\x7e]/g;

export function bufferText(buffer: ByteString, format: BufferFormat): ByteString {
  return format === 'base64' ? btoa(buffer) : buffer.replace(UNPRINTABLE, '.');
}

/**
 * What a value of type BYTEBUF prints: the text form, which Falco writes into 1023 bytes. Longer text loses its end (base64
 * everything).
 */
export function limitedBufferText(buffer: ByteString, format: BufferFormat): ByteString {
  const text = bufferText(buffer, format);
  if (format === 'base64') return text.length < 1022 ? text : '';
  return text.length < 1023 ? text : text.slice(0, 1021);
}
