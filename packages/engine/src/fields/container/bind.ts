import type { ByteString } from '@saker/core/byte-string.ts';
import {
  PPME_ASYNCEVENT_E,
  PPME_CONTAINER_E,
  PPME_CONTAINER_JSON_2_E,
  PPME_CONTAINER_JSON_E,
} from '@saker/schema/event-types.ts';
import type { EventContext } from '../event-context.ts';
import type { Bound, Extract, FieldImpl, Scope } from '../field.ts';
import { NEVER } from '../field.ts';
import { type ContainerView, containerView } from './container-view.ts';

const ANNOUNCEMENTS: ReadonlySet<number> = new Set([
  PPME_ASYNCEVENT_E,
  PPME_CONTAINER_E,
  PPME_CONTAINER_JSON_E,
  PPME_CONTAINER_JSON_2_E,
  -1,
]);

/** Of events that may speak of a container themselves everything depends on the event. */
export function scopeFor(eventType: number, otherwise: Scope): Scope {
  return ANNOUNCEMENTS.has(eventType) ? 'event' : otherwise;
}

/**
 * The container that the event announces, else the one its thread runs in (which may be the host); undefined where
 * nothing but the id is known.
 */
export function viewOf(ctx: EventContext): ContainerView | undefined {
  const info = ctx.container ?? (ctx.thread && ctx.state.container(ctx.thread.containerId));
  return info === undefined ? undefined : containerView(info);
}

/** A field that is there wherever the container is known. Containers may become known at any time: 'tree'. */
export function ofContainer(name: string, extract: Extract): FieldImpl {
  return { name, bind: (_arg, eventType) => bindContainer(extract, eventType) };
}

export function bindContainer(extract: Extract, eventType: number): Bound {
  return { kind: 'read', of: scopeFor(eventType, 'tree'), extract };
}

/** A label, by the name in brackets. */
export function labelField(
  name: string,
  read: (ctx: EventContext, label: ByteString) => ByteString | undefined,
): FieldImpl {
  return {
    name,
    bind(arg, eventType) {
      if (arg === undefined) return NEVER;
      const label = arg.text;
      return bindContainer((ctx) => read(ctx, label), eventType);
    },
  };
}

/** A field that the container plugin still knows, but gives no value any more. */
export function withoutValue(name: string): FieldImpl {
  return { name, bind: () => NEVER };
}
