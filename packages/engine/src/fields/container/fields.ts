import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventContext } from '../event-context.ts';
import type { FieldImpl } from '../field.ts';
import { elapsed, unsigned } from '../process/bind.ts';
import { labelField, ofContainer, scopeFor, viewOf, withoutValue } from './bind.ts';
import { MOUNT_FIELDS } from './mount-fields.ts';

/** The only field that is there without knowing more of the container than its id. */
function id(ctx: EventContext): ByteString | undefined {
  if (ctx.container !== undefined) return ctx.container.id;
  if (ctx.thread === undefined) return undefined;
  return ctx.thread.containerId === '' ? 'host' : ctx.thread.containerId;
}

/** Start of the first process of the thread's pid namespace, ns since the epoch; 0 where unknown. */
function startOf(ctx: EventContext): bigint {
  return ctx.container !== undefined || ctx.thread === undefined ? 0n : ctx.thread.pidnsInitStartTs;
}

/** Implementations of the fields of this family; the registry collects them. */
export const CONTAINER_FIELDS: readonly FieldImpl[] = [
  { name: 'container.id', bind: (_arg, type) => ({ kind: 'read', of: scopeFor(type, 'thread'), extract: id }) },
  ofContainer('container.full_id', (ctx) => viewOf(ctx)?.fullId),
  ofContainer('container.name', (ctx) => viewOf(ctx)?.name),
  ofContainer('container.image', (ctx) => viewOf(ctx)?.image),
  ofContainer('container.image.id', (ctx) => viewOf(ctx)?.imageId),
  ofContainer('container.type', (ctx) => viewOf(ctx)?.type),
  ofContainer('container.privileged', (ctx) => viewOf(ctx)?.privileged),
  ofContainer('container.mounts', (ctx) => viewOf(ctx)?.mountsText),
  ...MOUNT_FIELDS,
  ofContainer('container.image.repository', (ctx) => viewOf(ctx)?.imageRepository),
  ofContainer('container.image.tag', (ctx) => viewOf(ctx)?.imageTag),
  ofContainer('container.image.digest', (ctx) => viewOf(ctx)?.imageDigest),
  withoutValue('container.healthcheck'),
  withoutValue('container.liveness_probe'),
  withoutValue('container.readiness_probe'),
  ofContainer('container.start_ts', (ctx) => {
    const start = startOf(ctx);
    return start === 0n ? undefined : unsigned(start);
  }),
  {
    name: 'container.duration',
    bind: () => ({
      kind: 'read',
      of: 'event',
      extract(ctx) {
        const start = startOf(ctx);
        return start === 0n ? undefined : elapsed(ctx.evt.ts(), start);
      },
    }),
  },
  ofContainer('container.ip', (ctx) => viewOf(ctx)?.ip),
  ofContainer('container.cni.json', (ctx) => viewOf(ctx)?.cniJson),
  ofContainer('container.host_pid', (ctx) => viewOf(ctx)?.hostPid),
  ofContainer('container.host_network', (ctx) => viewOf(ctx)?.hostNetwork),
  ofContainer('container.host_ipc', (ctx) => viewOf(ctx)?.hostIpc),
  labelField('container.label', (ctx, label) => viewOf(ctx)?.labels.get(label)),
  ofContainer('container.labels', (ctx) => viewOf(ctx)?.labelsText),
  withoutValue('proc.is_container_healthcheck'),
  withoutValue('proc.is_container_liveness_probe'),
  withoutValue('proc.is_container_readiness_probe'),
];
