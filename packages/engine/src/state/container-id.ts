import type { ByteString } from '@saker/core/byte-string.ts';

/** Numbers of container types as the container documents carry them. */
export const CONTAINER_LXC = 1;
export const CONTAINER_LIBVIRT_LXC = 2;
export const CONTAINER_BPM = 9;

export interface CgroupMatch {
  /** First 12 characters of the container's id, or its name for engines that have no ids. */
  readonly id: ByteString;
  /** Set by engines of which nothing more than this will ever be known. */
  readonly type: number | undefined;
}

type Layout = readonly [prefix: string, suffix: string];
type Matcher = (path: ByteString) => CgroupMatch | undefined;

const ID_LENGTH = 64;
const SHOWN_LENGTH = 12;
const HEX = /^[0-9a-fA-F]$/;

const PODMAN: readonly Layout[] = [
  ['/libpod-', '.scope'],
  ['/libpod-', '.scope/container'],
  ['/libpod-', ''],
  ['/libpod-payload-', '.scope'],
  ['/libpod-payload-', '.scope/container'],
  ['/libpod-payload-', ''],
];
const DOCKER: readonly Layout[] = [
  ['/', ''],
  ['/docker-', '.scope'],
];
const CRI: readonly Layout[] = [
  ['/', ''],
  ['/crio-', ''],
  ['/cri-containerd-', '.scope'],
  ['/crio-', '.scope'],
  [':cri-containerd:', ''],
  ['/docker-', '.scope'],
  ['/nerdctl-', '.scope'],
];
const LXC_PREFIXES = ['/lxc/', '/lxc.payload/', '/lxc.payload.'];

/** Matchers of the container engines, in the order in which they are asked. */
const MATCHERS: readonly Matcher[] = [
  (path) => matchRunc(path, PODMAN, false),
  (path) => matchRunc(path, DOCKER, false),
  (path) => matchRunc(path, CRI, false),
  matchContainerd,
  matchLxc,
  matchLibvirtLxc,
  matchBpm,
];

/** The container that a cgroup path belongs to; undefined for the host. */
export function matchCgroup(path: ByteString): CgroupMatch | undefined {
  for (const matcher of MATCHERS) {
    const match = matcher(path);
    if (match !== undefined) return match;
  }
  return undefined;
}

/** `...<prefix><id><suffix>`; with `loose`, ids need not be 64 hexadecimal digits. */
function matchRunc(path: ByteString, layouts: readonly Layout[], loose: boolean): CgroupMatch | undefined {
  for (const [prefix, suffix] of layouts) {
    const found = path.lastIndexOf(prefix);
    if (found < 0) continue;
    const start = found + prefix.length;
    const end = suffix === '' ? path.length : path.lastIndexOf(suffix);
    if (end < 0) continue;
    const length = end - start;
    if (length === ID_LENGTH && firstNotHex(path, start) >= ID_LENGTH) {
      return { id: path.slice(start, start + SHOWN_LENGTH), type: undefined };
    }
    // A suffix found before the prefix counts as too long, as the unsigned difference does upstream.
    if (length <= 0 || length > ID_LENGTH) continue;
    if (loose && !/\.(service|slice|scope)$/.test(path)) {
      return { id: path.slice(start, start + Math.min(length, SHOWN_LENGTH)), type: undefined };
    }
  }
  return undefined;
}

/** Place in the whole path of the first character from `start` that is no hexadecimal digit; infinite where all are. */
function firstNotHex(path: ByteString, start: number): number {
  for (let i = start; i < path.length; i++) if (!HEX.test(path.charAt(i))) return i;
  return Number.POSITIVE_INFINITY;
}

/** `/namespace/id`, as containers started with ctr have it. */
function matchContainerd(path: ByteString): CgroupMatch | undefined {
  const namespace = /\/[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*\//.exec(path);
  return namespace === null ? undefined : matchRunc(path, [[namespace[0], '']], true);
}

function matchLxc(path: ByteString): CgroupMatch | undefined {
  for (const prefix of LXC_PREFIXES) {
    const found = path.indexOf(prefix);
    if (found < 0) continue;
    const start = found + prefix.length;
    const end = path.indexOf('/', start);
    return { id: path.slice(start, end < 0 ? path.length : end), type: CONTAINER_LXC };
  }
  return undefined;
}

function matchLibvirtLxc(path: ByteString): CgroupMatch | undefined {
  const type = CONTAINER_LIBVIRT_LXC;
  const plain = path.indexOf('.libvirt-lxc');
  if (plain >= 0 && plain === path.length - '.libvirt-lxc'.length) {
    const slash = path.lastIndexOf('/');
    if (slash >= 0) return { id: path.slice(slash + 1, plain), type };
  }
  const systemd = path.indexOf('-lxc\\x2');
  if (systemd >= 0) {
    const suffix = path.includes('.scope/libvirt') ? '.scope/libvirt' : '.scope';
    const end = path.indexOf(suffix);
    if (end >= 0 && end === path.length - suffix.length)
      return { id: path.slice(systemd + '-lxc\\x2d'.length, end), type };
  }
  const legacy = path.indexOf('/libvirt/lxc/');
  return legacy < 0 ? undefined : { id: path.slice(legacy + '/libvirt/lxc/'.length), type };
}

function matchBpm(path: ByteString): CgroupMatch | undefined {
  const found = path.indexOf('bpm-');
  if (found < 0) return undefined;
  const start = found + 'bpm-'.length;
  const end = path.indexOf('.scope', start);
  const id = path.slice(start, end < 0 ? path.length : end);
  return /^[A-Za-z0-9._-]+$/.test(id) ? { id, type: CONTAINER_BPM } : undefined;
}
