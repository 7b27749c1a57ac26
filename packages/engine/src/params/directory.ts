import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventInfo } from '@saker/schema/event-info.ts';
import type { EventContext } from '../fields/event-context.ts';
import type { ThreadInfo } from '../state/thread-info.ts';
import { AT_FDCWD } from './fd-text.ts';

/** The working directory of the thread's process, as the process left it; ends in a slash. */
export function workingDirectory(ctx: EventContext, thread: ThreadInfo): ByteString {
  return ctx.state.main(thread)?.cwd ?? './';
}

/** The directory that the path in parameter `index` starts from; '' where it is an unknown descriptor. */
export function directoryOf(ctx: EventContext, thread: ThreadInfo, event: EventInfo, index: number): ByteString {
  const dirfd = event.params[index]?.dirfd;
  if (dirfd === undefined || event.params[dirfd]?.type !== 'PT_FD') return workingDirectory(ctx, thread);
  const fd = ctx.evt.i64(dirfd, AT_FDCWD);
  if (fd === AT_FDCWD) return workingDirectory(ctx, thread);
  const name = thread.fds.get(fd)?.name ?? '';
  return name === '' || name.endsWith('/') ? name : `${name}/`;
}
