import { createHash } from 'node:crypto';

/** A container of a scenario; `name` is how programs refer to it. */
export interface ContainerSpec {
  readonly name: string;
  /** 64 hexadecimal digits; default: made from the name. */
  readonly id?: string;
  readonly image: string;
  readonly privileged?: boolean;
  readonly mounts?: readonly { readonly source: string; readonly target: string; readonly writable?: boolean }[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** Id of a container that was announced. */
export function containerId(name: string, known: ReadonlyMap<string, ContainerSpec>): string {
  return known.get(name)?.id ?? createHash('sha256').update(`container ${name}`).digest('hex');
}

/** The document that container events carry. */
export function containerDocument(spec: ContainerSpec, start: bigint): object {
  const id = containerId(spec.name, new Map([[spec.name, spec]]));
  const [repository, tag = 'latest'] = splitTag(spec.image);
  return {
    container: {
      Mounts: (spec.mounts ?? []).map((mount) => ({
        Destination: mount.target,
        Mode: '',
        Propagation: 'rprivate',
        RW: mount.writable ?? true,
        Source: mount.source,
      })),
      User: '',
      cni_json: '',
      cpu_period: 100000,
      cpu_quota: 0,
      cpu_shares: 1024,
      cpuset_cpu_count: 0,
      created_time: Number(start / 1_000_000_000n) - 60,
      env: [],
      full_id: id,
      host_ipc: false,
      host_network: false,
      host_pid: false,
      id: id.slice(0, 12),
      image: spec.image,
      imagedigest: '',
      imageid: createHash('sha256').update(`image ${spec.image}`).digest('hex'),
      imagerepo: repository,
      imagetag: tag,
      ip: '172.17.0.2',
      is_pod_sandbox: false,
      labels: spec.labels ?? {},
      memory_limit: 0,
      name: spec.name,
      pod_sandbox_id: '',
      pod_sandbox_labels: null,
      port_mappings: [],
      privileged: spec.privileged ?? false,
      size: -1,
      swap_limit: 0,
      type: 0,
    },
  };
}

function splitTag(image: string): [string, string?] {
  const colon = image.indexOf(':', image.lastIndexOf('/') + 1);
  return colon < 0 ? [image] : [image.slice(0, colon), image.slice(colon + 1)];
}
