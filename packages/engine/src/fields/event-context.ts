import type { EventView } from '@saker/scap/event-view.ts';
import type { FdInfo } from '../state/fd-info.ts';
import type { State } from '../state/state.ts';
import type { ThreadInfo } from '../state/thread-info.ts';

/**
 * What a field may look at: the event, and what the state engine found for it. One object, reused for every event;
 * {@link State.apply} fills it before any rule looks.
 */
export class EventContext {
  readonly evt: EventView;
  readonly state: State;
  /** The thread that caused the event; undefined for events without one. */
  thread: ThreadInfo | undefined;
  /** The file descriptor that the event uses or created, as the state engine knows it. */
  fd: FdInfo | undefined;
  /** Number of that descriptor; -1 where there is none. */
  fdNum: number;
  /** The event gave the descriptor another name (`fd.name_changed`). */
  fdNameChanged: boolean;

  constructor(evt: EventView, state: State) {
    this.evt = evt;
    this.state = state;
    this.thread = undefined;
    this.fd = undefined;
    this.fdNum = -1;
    this.fdNameChanged = false;
  }
}
