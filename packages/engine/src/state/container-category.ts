import type { ContainerInfo } from './container-info.ts';
import {
  CATEGORY_CONTAINER,
  CATEGORY_HEALTHCHECK,
  CATEGORY_LIVENESS_PROBE,
  CATEGORY_NONE,
  CATEGORY_READINESS_PROBE,
  type ThreadInfo,
} from './thread-info.ts';
import type { ThreadTable } from './thread-table.ts';

/** Health probes in a container's document, in the order in which they are compared. */
const PROBES: readonly (readonly [key: string, category: number])[] = [
  ['Healthcheck', CATEGORY_HEALTHCHECK],
  ['LivenessProbe', CATEGORY_LIVENESS_PROBE],
  ['ReadinessProbe', CATEGORY_READINESS_PROBE],
];

/**
 * Tells what a process of a container is for: its init, one of the container's health probes (when no init is among its
 * ancestors), or the same as its parent. Others keep what they had.
 */
export function categorize(table: ThreadTable, thread: ThreadInfo, container: ContainerInfo): void {
  const category = categoryOf(table, thread, container);
  if (category === CATEGORY_NONE || category === thread.category) return;
  thread.category = category;
  table.touch(thread);
}

function categoryOf(table: ThreadTable, thread: ThreadInfo, container: ContainerInfo): number {
  if (thread.vpid === 1) return CATEGORY_CONTAINER;
  const parent = table.get(thread.ptid);
  if (parent !== undefined && parent.category !== CATEGORY_NONE) return parent.category;
  const probe = PROBES.find(([key]) => isProbe(container.json[key], thread));
  return probe === undefined || hasContainerInit(table, thread) ? CATEGORY_NONE : probe[1];
}

function isProbe(probe: unknown, thread: ThreadInfo): boolean {
  if (typeof probe !== 'object' || probe === null) return false;
  const { exe, args } = probe as { readonly exe?: unknown; readonly args?: unknown };
  const wanted: readonly unknown[] = Array.isArray(args) ? args : [];
  const given = thread.args.filter((arg) => arg !== '');
  return (exe ?? '') === thread.exe && wanted.length === given.length && given.every((arg, i) => arg === wanted[i]);
}

function hasContainerInit(table: ThreadTable, thread: ThreadInfo): boolean {
  const seen = new Set<number>();
  for (let at = table.get(thread.ptid); at !== undefined && !seen.has(at.tid); at = table.get(at.ptid)) {
    if (at.vpid === 1 && at.containerId !== '') return true;
    seen.add(at.tid);
  }
  return false;
}
