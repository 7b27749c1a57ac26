import { type ByteString, bytesToUtf8, utf8ToBytes } from '@saker/core/byte-string.ts';

export interface ContainerMount {
  readonly source: ByteString;
  readonly dest: ByteString;
  readonly mode: ByteString;
  readonly rdwr: boolean;
  readonly propagation: ByteString;
}

/** What is known of one container: from asynchronous "container" events, CONTAINER_JSON events, or a runtime's socket. */
export interface ContainerInfo {
  /** First 12 characters of the id. */
  readonly id: ByteString;
  /** The document's "container" object, parsed; its strings are byte strings. Field implementations read from it. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** The host, as the container plugin describes it. */
export const HOST_CONTAINER: ContainerInfo = {
  id: 'host',
  json: { id: 'host', full_id: 'host', name: 'host', type: 0xfffe },
};

/** Reads a container document; undefined where it is none. */
export function parseContainer(document: ByteString): ContainerInfo | undefined {
  const end = document.indexOf('\0');
  let json: unknown;
  try {
    json = JSON.parse(bytesToUtf8(end < 0 ? document : document.slice(0, end)), toBytes);
  } catch {
    return undefined;
  }
  const container = isObject(json) ? json.container : undefined;
  if (!isObject(container)) return undefined;
  const id = container.id ?? '';
  return typeof id === 'string' ? { id, json: container } : undefined;
}

function toBytes(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? utf8ToBytes(value) : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
