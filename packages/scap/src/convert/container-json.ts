import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventView } from '../event-view.ts';

/** Most bytes of a parameter with a length of 2 bytes. */
const MAX_TEXT = 65535;

/**
 * The document of a CONTAINER_JSON event for the separate parameters (id, type, name, image) of the events before it,
 * with its NUL. Values go in unescaped, as upstream puts them in. undefined where a parameter is not what it should be.
 */
export function containerJson(evt: EventView): ByteString | undefined {
  const id = text(evt, 0);
  const type = evt.paramLength(1) === 4 ? evt.u32(1, 0) : undefined;
  const name = text(evt, 2);
  const image = text(evt, 3);
  if (id === undefined || type === undefined || name === undefined || image === undefined) return undefined;
  const json = `{"id":"${id}","type":${type},"name":"${name}","image":"${image}"}\0`;
  return json.length > MAX_TEXT ? undefined : json;
}

/** A parameter without its last byte, which is its NUL. */
function text(evt: EventView, index: number): ByteString | undefined {
  return evt.buf(index)?.slice(0, -1);
}
