import type { ByteString } from '@saker/core/byte-string.ts';
import { type CgroupMatch, matchCgroup } from './container-id.ts';
import { splitNul } from './nul-list.ts';

/** Different cgroup lists remembered; a machine has a few hundred. */
const MAX_LISTS = 4096;

/** Subsystem and path, in the order of the event. */
export type Cgroups = readonly (readonly [subsystem: ByteString, path: ByteString])[];

/** What one list of control groups means. */
export interface CgroupList {
  readonly cgroups: Cgroups;
  /** undefined for the host. */
  readonly container: CgroupMatch | undefined;
}

export const NO_CGROUPS: CgroupList = { cgroups: [], container: undefined };

/** Upstream's names for subsystems that the kernel calls otherwise. */
const SUBSYSTEMS: ReadonlyMap<string, string> = new Map([
  ['perf', 'perf_event'],
  ['mem', 'memory'],
  ['io', 'blkio'],
]);

/** Parses control group lists, each different one once. */
export class CgroupCache {
  private readonly lists: Map<ByteString, CgroupList> = new Map();

  /** The list; undefined where it is malformed, so that a thread keeps what it had. */
  parse(raw: ByteString): CgroupList | undefined {
    const known = this.lists.get(raw);
    if (known !== undefined) return known;
    const cgroups = parseCgroups(raw);
    if (cgroups === undefined) return undefined;
    if (this.lists.size >= MAX_LISTS) this.lists.clear();
    const list = { cgroups, container: containerOf(cgroups) };
    this.lists.set(raw, list);
    return list;
  }
}

/** The container of the first control group that belongs to one. */
export function containerOf(cgroups: Cgroups): CgroupMatch | undefined {
  for (const [, path] of cgroups) {
    const match = path === '' ? undefined : matchCgroup(path);
    if (match !== undefined && match.id !== '') return match;
  }
  return undefined;
}

function parseCgroups(raw: ByteString): Cgroups | undefined {
  const out: (readonly [ByteString, ByteString])[] = [];
  for (const entry of splitNul(raw)) {
    const equals = entry.indexOf('=');
    if (equals < 0) return undefined;
    const subsystem = entry.slice(0, equals).replace('_cgroup', '');
    out.push([SUBSYSTEMS.get(subsystem) ?? subsystem, entry.slice(equals + 1)]);
  }
  return out;
}
