// HOT: allocation-free per event; bench: bench/replay
import { type ByteString, utf8ToBytes } from '@saker/core/byte-string.ts';
import type { ContainerInfo, ContainerMount } from '../../state/container-info.ts';

/** Labels by name, in the order of their names' bytes. */
export type Labels = ReadonlyMap<ByteString, ByteString>;

/** A container's document, read once: what fields show of it, defaults filled in. */
export interface ContainerView {
  readonly fullId: ByteString;
  readonly name: ByteString;
  readonly type: ByteString;
  readonly image: ByteString;
  readonly imageId: ByteString;
  readonly imageRepository: ByteString;
  readonly imageTag: ByteString;
  readonly imageDigest: ByteString;
  readonly ip: ByteString;
  readonly cniJson: ByteString;
  /** Who its processes run as, as the image or the command line named it. */
  readonly user: ByteString;
  readonly privileged: boolean;
  readonly hostPid: boolean;
  readonly hostNetwork: boolean;
  readonly hostIpc: boolean;
  readonly mounts: readonly ContainerMount[];
  /** All mounts as one text. */
  readonly mountsText: ByteString;
  readonly labels: Labels;
  readonly labelsText: ByteString;
  readonly podSandboxId: ByteString;
  readonly podSandboxLabels: Labels;
  readonly podSandboxLabelsText: ByteString;
  readonly podName: ByteString | undefined;
  readonly podNamespace: ByteString | undefined;
  readonly podUid: ByteString | undefined;
}

/** Runtimes by the number that the container plugin gives them; others have no name. */
const RUNTIMES: ReadonlyMap<number, string> = new Map([
  [0, 'docker'],
  [1, 'lxc'],
  [2, 'libvirt-lxc'],
  [3, 'mesos'],
  [4, 'rkt'],
  [6, 'cri'],
  [7, 'containerd'],
  [8, 'cri-o'],
  [9, 'bpm'],
  [11, 'podman'],
  [0xfffe, 'host'],
]);

/** Labels that are Kubernetes' own, or annotations, are left out of lists of labels. */
const INTERNAL_LABELS = ['annotation.', 'io.kubernetes.'];

const views = new WeakMap<ContainerInfo, ContainerView>();
let lastInfo: ContainerInfo | undefined;
let lastView: ContainerView | undefined;

/** The document of a container, as fields see it. */
export function containerView(info: ContainerInfo): ContainerView {
  if (info === lastInfo && lastView !== undefined) return lastView;
  let view = views.get(info);
  if (view === undefined) {
    view = readView(info.json);
    views.set(info, view);
  }
  lastInfo = info;
  lastView = view;
  return view;
}

/** `source:destination:mode:writable:propagation`. */
export function mountText(mount: ContainerMount): ByteString {
  return `${mount.source}:${mount.dest}:${mount.mode}:${mount.rdwr}:${mount.propagation}`;
}

/** Members of the document that fields look at; nobody has checked what is in them. */
type Document = Readonly<Partial<Record<DocumentKey, unknown>>>;
type DocumentKey =
  | 'Mounts'
  | 'User'
  | 'cni_json'
  | 'full_id'
  | 'host_ipc'
  | 'host_network'
  | 'host_pid'
  | 'image'
  | 'imagedigest'
  | 'imageid'
  | 'imagerepo'
  | 'imagetag'
  | 'ip'
  | 'labels'
  | 'name'
  | 'pod_sandbox_id'
  | 'pod_sandbox_labels'
  | 'privileged'
  | 'type';
type MountDocument = Readonly<Partial<Record<'Source' | 'Destination' | 'Mode' | 'RW' | 'Propagation', unknown>>>;

function readView(json: Document): ContainerView {
  const mounts = mountsOf(json.Mounts);
  const labels = labelsOf(json.labels);
  const podSandboxLabels = labelsOf(json.pod_sandbox_labels);
  return {
    fullId: text(json.full_id),
    name: text(json.name),
    type: RUNTIMES.get(typeof json.type === 'number' ? json.type : -1) ?? '',
    image: text(json.image),
    imageId: text(json.imageid),
    imageRepository: text(json.imagerepo),
    imageTag: text(json.imagetag),
    imageDigest: text(json.imagedigest),
    ip: text(json.ip),
    cniJson: text(json.cni_json),
    user: text(json.User),
    privileged: json.privileged === true,
    hostPid: json.host_pid === true,
    hostNetwork: json.host_network === true,
    hostIpc: json.host_ipc === true,
    mounts,
    mountsText: mounts.map(mountText).join(','),
    labels,
    labelsText: labelsText(labels),
    podSandboxId: text(json.pod_sandbox_id),
    podSandboxLabels,
    podSandboxLabelsText: labelsText(podSandboxLabels),
    podName: labels.get('io.kubernetes.pod.name'),
    podNamespace: labels.get('io.kubernetes.pod.namespace'),
    podUid: labels.get('io.kubernetes.pod.uid'),
  };
}

function text(value: unknown): ByteString {
  return typeof value === 'string' ? value : '';
}

function mountsOf(value: unknown): readonly ContainerMount[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((mount: MountDocument) => ({
    source: text(mount.Source),
    dest: text(mount.Destination),
    mode: text(mount.Mode),
    rdwr: mount.RW === true,
    propagation: text(mount.Propagation),
  }));
}

function labelsOf(value: unknown): Labels {
  if (!isRecord(value)) return new Map();
  // Names are Unicode as JSON gives them; values are byte strings already.
  const entries = Object.keys(value).map((name) => [utf8ToBytes(name), text(value[name])] as const);
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function labelsText(labels: Labels): ByteString {
  const shown: ByteString[] = [];
  for (const [name, value] of labels) {
    if (INTERNAL_LABELS.some((prefix) => name.startsWith(prefix))) continue;
    shown.push(value === '' ? name : `${name}:${value}`);
  }
  return shown.join(', ');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
