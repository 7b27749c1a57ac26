import type { ByteString } from '@saker/core/byte-string.ts';
import { type ContainerInfo, HOST_CONTAINER } from './container-info.ts';

/** Containers remembered; the one that was first goes first. */
const MAX_CONTAINERS = 16_384;

/** Containers by id; '' and 'host' are the host. */
export class ContainerTable {
  /** Containers forgotten because the table was full. */
  evicted: number;
  private readonly containers: Map<ByteString, ContainerInfo>;

  constructor() {
    this.evicted = 0;
    this.containers = new Map([['', HOST_CONTAINER]]);
  }

  get(id: ByteString): ContainerInfo | undefined {
    return this.containers.get(id);
  }

  all(): Iterable<ContainerInfo> {
    return this.containers.values();
  }

  set(info: ContainerInfo): void {
    if (!this.containers.has(info.id) && this.containers.size >= MAX_CONTAINERS) {
      for (const oldest of this.containers.keys()) {
        if (oldest === '') continue;
        this.containers.delete(oldest);
        this.evicted++;
        break;
      }
    }
    this.containers.set(info.id, info);
  }

  remove(id: ByteString): void {
    if (id !== '') this.containers.delete(id);
  }

  clear(): void {
    this.containers.clear();
    this.containers.set('', HOST_CONTAINER);
  }
}
