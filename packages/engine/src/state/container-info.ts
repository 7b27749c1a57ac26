import type { ByteString } from '@saker/core/byte-string.ts';

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
  /** The plugin's JSON document, parsed; field implementations read from it. */
  readonly json: Readonly<Record<string, unknown>>;
}
