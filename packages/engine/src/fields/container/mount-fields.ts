import type { ByteString } from '@saker/core/byte-string.ts';
import type { ContainerMount } from '../../state/container-info.ts';
import type { FieldArg, FieldImpl } from '../field.ts';
import { NEVER } from '../field.ts';
import { bindContainer, viewOf } from './bind.ts';
import { mountText } from './container-view.ts';

type Pick = (mounts: readonly ContainerMount[]) => ContainerMount | undefined;

/** Numbers with a leading zero are paths, not positions. */
const POSITION = /^(?:0|[1-9][0-9]*)$/;

/**
 * The mount that an argument means: its position, or the first whose path contains a match of the argument as a regular
 * expression (upstream's documentation calls it a glob). undefined: no mount ever.
 */
function picker(arg: FieldArg, path: (mount: ContainerMount) => ByteString): Pick | undefined {
  if (POSITION.test(arg.text)) {
    const position = Number(arg.text);
    return (mounts) => mounts[position];
  }
  const pattern = compile(arg.text);
  if (pattern === undefined) return undefined;
  return (mounts) => mounts.find((mount) => hasMatch(pattern, path(mount)));
}

function compile(source: ByteString): RegExp | undefined {
  try {
    return new RegExp(source, 'gm');
  } catch {
    return undefined;
  }
}

/** Empty matches do not count. */
function hasMatch(pattern: RegExp, text: ByteString): boolean {
  for (const match of text.matchAll(pattern)) if (match[0] !== '') return true;
  return false;
}

function mountField(
  name: string,
  path: (mount: ContainerMount) => ByteString,
  show: (mount: ContainerMount) => ByteString,
): FieldImpl {
  return {
    name,
    bind(arg, eventType) {
      const pick = arg === undefined ? undefined : picker(arg, path);
      if (pick === undefined) return NEVER;
      return bindContainer((ctx) => {
        const view = viewOf(ctx);
        const mount = view === undefined ? undefined : pick(view.mounts);
        return mount === undefined ? undefined : show(mount);
      }, eventType);
    },
  };
}

const bySource = (mount: ContainerMount): ByteString => mount.source;

/** Single mounts of a container. All are found by their source, the source itself by its destination. */
export const MOUNT_FIELDS: readonly FieldImpl[] = [
  mountField('container.mount', bySource, mountText),
  mountField(
    'container.mount.source',
    (mount) => mount.dest,
    (mount) => mount.source,
  ),
  mountField('container.mount.dest', bySource, (mount) => mount.dest),
  mountField('container.mount.mode', bySource, (mount) => mount.mode),
  mountField('container.mount.rdwr', bySource, (mount) => String(mount.rdwr)),
  mountField('container.mount.propagation', bySource, (mount) => mount.propagation),
];
