import type { ThreadInfo } from './thread-info.ts';
import type { ThreadTable } from './thread-table.ts';

/**
 * Who takes over the children of a dying thread, as the kernel's find_new_reaper does it: a living thread of the same
 * process, else the nearest ancestor process that is a reaper. The search ends where an ancestor is on the other side of
 * a pid namespace, and where parents form a loop.
 */
export function findReaper(table: ThreadTable, thread: ThreadInfo): ThreadInfo | undefined {
  const own = thread.group;
  if (own !== undefined && own.count > 0) {
    const sibling = own.threads.find((member) => member !== thread && !member.isDead());
    if (sibling !== undefined) return sibling;
  }
  const seen = new Set([thread.tid]);
  const inNamespace = thread.isInPidNamespace();
  for (let at = table.get(thread.ptid); at !== undefined; at = table.get(at.ptid)) {
    if (seen.has(at.tid)) return undefined;
    seen.add(at.tid);
    if (at.isInPidNamespace() !== inNamespace) return undefined;
    const group = at.group;
    if (group?.reaper && group.count > 0) {
      const living = group.threads.find((member) => !member.isDead());
      if (living !== undefined) return living;
    }
  }
  return undefined;
}
