import type { ByteString } from '@saker/core/byte-string.ts';
import { labelField, ofContainer, viewOf, withoutValue } from '../container/bind.ts';
import { type ContainerView, containerView } from '../container/container-view.ts';
import type { EventContext } from '../event-context.ts';
import type { FieldImpl } from '../field.ts';

const SHORT_ID = 12;

/**
 * Where the pod's network and labels are told: by the container itself if it has the network's result, else by the pod's
 * sandbox container. A container without a sandbox has id '' there, which is the host's.
 */
function sandboxOf(ctx: EventContext, view: ContainerView): ContainerView | undefined {
  if (view.cniJson !== '') return undefined;
  const sandbox = ctx.state.container(view.podSandboxId.slice(0, SHORT_ID));
  return sandbox === undefined ? undefined : containerView(sandbox);
}

/** What the one of both says that knows it; no value where the sandbox would have to, and is not known. */
function ofPod(ctx: EventContext, read: (view: ContainerView) => ByteString): ByteString | undefined {
  const view = viewOf(ctx);
  if (view === undefined) return undefined;
  if (view.cniJson !== '') return read(view);
  const sandbox = sandboxOf(ctx, view);
  return sandbox === undefined ? undefined : read(sandbox);
}

function podLabel(ctx: EventContext, label: ByteString): ByteString | undefined {
  const view = viewOf(ctx);
  if (view === undefined) return undefined;
  return sandboxOf(ctx, view)?.podSandboxLabels.get(label) ?? view.podSandboxLabels.get(label);
}

function podLabels(ctx: EventContext): ByteString | undefined {
  const view = viewOf(ctx);
  return view === undefined ? undefined : (sandboxOf(ctx, view) ?? view).podSandboxLabelsText;
}

/** Kinds of objects that only another plugin knows; the names remain. */
const FOREIGN = ['k8s.rc', 'k8s.svc', 'k8s.rs', 'k8s.deployment'];

/** Implementations of the fields of this family; the registry collects them. */
export const K8S_FIELDS: readonly FieldImpl[] = [
  ofContainer('k8s.pod.name', (ctx) => viewOf(ctx)?.podName),
  ofContainer('k8s.ns.name', (ctx) => viewOf(ctx)?.podNamespace),
  ofContainer('k8s.pod.id', (ctx) => viewOf(ctx)?.podUid),
  ofContainer('k8s.pod.uid', (ctx) => viewOf(ctx)?.podUid),
  ofContainer('k8s.pod.sandbox_id', (ctx) => viewOf(ctx)?.podSandboxId.slice(0, SHORT_ID)),
  ofContainer('k8s.pod.full_sandbox_id', (ctx) => viewOf(ctx)?.podSandboxId),
  labelField('k8s.pod.label', podLabel),
  ofContainer('k8s.pod.labels', podLabels),
  ofContainer('k8s.pod.ip', (ctx) => ofPod(ctx, (view) => view.ip)),
  ofContainer('k8s.pod.cni.json', (ctx) => ofPod(ctx, (view) => view.cniJson)),
  withoutValue('k8s.ns.id'),
  withoutValue('k8s.ns.label'),
  withoutValue('k8s.ns.labels'),
  ...FOREIGN.flatMap((kind) => ['name', 'id', 'label', 'labels'].map((what) => withoutValue(`${kind}.${what}`))),
];
