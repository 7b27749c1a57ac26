import type { ThreadTable } from './thread-table.ts';

/** Units of `ThreadInfo.lastAccess` in a second. */
const UNITS_PER_SECOND = 1e9 / 4294967296;

/**
 * Drops threads whose end was missed: made-up ones, and ones that were silent for `timeoutSeconds` and are not alive any
 * more. For live machines, now and then; a replay keeps everything. `nowHi` is the time as events carry it. Returns how
 * many went.
 */
export function purgeInactive(
  table: ThreadTable,
  nowHi: number,
  timeoutSeconds: number,
  isAlive: (pid: number, tid: number) => boolean,
): number {
  const oldest = nowHi - timeoutSeconds * UNITS_PER_SECOND;
  const gone: number[] = [];
  table.forEach((thread) => {
    if (thread.isInvalid() || (thread.lastAccess < oldest && !isAlive(thread.pid, thread.tid))) gone.push(thread.tid);
  });
  for (const tid of gone) table.remove(tid);
  return gone.length;
}
