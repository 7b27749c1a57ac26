import { PPME_ASYNCEVENT_E, PPME_SYSCALL_READ_X } from '@saker/schema/event-types.ts';
import { describe, expect, test } from 'vitest';
import { type ContainerInfo, HOST_CONTAINER } from '../../state/container-info.ts';
import { FakeState } from '../../testing/fake-state.ts';
import { readField } from '../../testing/read-field.ts';
import type { EventContext } from '../event-context.ts';
import type { FieldValue } from '../field.ts';
import { lookupField } from '../registry.ts';

type Row = readonly [field: string, expected: FieldValue | undefined];

const POD: ContainerInfo = {
  id: '0123456789ab',
  json: {
    id: '0123456789ab',
    full_id: '0123456789abcdef',
    type: 7,
    name: 'web',
    image: 'registry/web:1',
    imageid: 'aa',
    imagerepo: 'registry/web',
    imagetag: '1',
    imagedigest: 'sha256:bb',
    ip: '10.1.2.3',
    cni_json: '',
    privileged: true,
    host_pid: false,
    host_network: true,
    host_ipc: false,
    pod_sandbox_id: 'fedcba9876543210',
    pod_sandbox_labels: { own: 'x' },
    labels: {
      'z-label': '',
      team: 'a:b',
      'io.kubernetes.pod.name': 'web-1',
      'io.kubernetes.pod.namespace': 'shop',
      'io.kubernetes.pod.uid': 'uid-1',
      'annotation.x': 'y',
    },
    Mounts: [
      { Source: '/etc', Destination: '/host/etc', Mode: 'ro', RW: false, Propagation: 'rprivate' },
      { Source: '/var/run/docker.sock', Destination: '/docker.sock', Mode: '', RW: true, Propagation: '' },
    ],
  },
};
const SANDBOX: ContainerInfo = {
  id: 'fedcba987654',
  json: {
    id: 'fedcba987654',
    type: 7,
    ip: '10.1.2.9',
    cni_json: '{"c":1}',
    pod_sandbox_labels: { app: 'web', tier: '' },
  },
};

function contextIn(containerId: string, known: readonly ContainerInfo[] = [POD, SANDBOX]): EventContext {
  const state = new FakeState();
  state.containerInfos.set('', HOST_CONTAINER);
  for (const info of known) state.containerInfos.set(info.id, info);
  return state.context(state.process(70, 1, { containerId, pidnsInitStartTs: 5n }), PPME_SYSCALL_READ_X);
}

function table(containerId: string, rows: readonly Row[], known?: readonly ContainerInfo[]): void {
  test.each(rows)('%s: %s', (field, expected) => {
    expect(readField(contextIn(containerId, known), field)).toEqual(expected);
  });
}

describe('a container that is known', () => {
  table(POD.id, [
    ['container.id', '0123456789ab'],
    ['container.full_id', '0123456789abcdef'],
    ['container.name', 'web'],
    ['container.type', 'containerd'],
    ['container.image', 'registry/web:1'],
    ['container.image.id', 'aa'],
    ['container.image.repository', 'registry/web'],
    ['container.image.tag', '1'],
    ['container.image.digest', 'sha256:bb'],
    ['container.ip', '10.1.2.3'],
    ['container.cni.json', ''],
    ['container.privileged', true],
    ['container.host_pid', false],
    ['container.host_network', true],
    ['container.host_ipc', false],
    ['container.start_ts', 5],
    ['container.duration', 2n ** 64n - 5n],
    ['container.healthcheck', undefined],
    ['proc.is_container_healthcheck', undefined],
    ['container.label[team]', 'a:b'],
    ['container.label[z-label]', ''],
    ['container.label[none]', undefined],
    ['container.label', undefined],
    ['container.labels', 'team:a:b, z-label'],
    ['container.mounts', '/etc:/host/etc:ro:false:rprivate,/var/run/docker.sock:/docker.sock::true:'],
    ['container.mount[0]', '/etc:/host/etc:ro:false:rprivate'],
    ['container.mount[2]', undefined],
    ['container.mount[/etc]', '/etc:/host/etc:ro:false:rprivate'],
    // Arguments are regular expressions that are searched for; the source is found by its destination.
    ['container.mount.dest[docker]', '/docker.sock'],
    ['container.mount.dest[^/var/.*]', '/docker.sock'],
    ['container.mount.dest[^/run]', undefined],
    ['container.mount.source[/host/*]', '/etc'],
    ['container.mount.source[/etc$]', '/etc'],
    ['container.mount.source[^/etc]', undefined],
    ['container.mount.rdwr[1]', 'true'],
    ['container.mount.rdwr[01]', undefined],
    ['container.mount.mode[0]', 'ro'],
    ['container.mount.mode[1]', ''],
    ['container.mount.propagation[0]', 'rprivate'],
    ['container.mount.mode[(]', undefined],
    ['k8s.pod.name', 'web-1'],
    ['k8s.ns.name', 'shop'],
    ['k8s.pod.id', 'uid-1'],
    ['k8s.pod.uid', 'uid-1'],
    ['k8s.pod.sandbox_id', 'fedcba987654'],
    ['k8s.pod.full_sandbox_id', 'fedcba9876543210'],
    ['k8s.pod.ip', '10.1.2.9'],
    ['k8s.pod.cni.json', '{"c":1}'],
    ['k8s.pod.labels', 'app:web, tier'],
    ['k8s.pod.label[app]', 'web'],
    ['k8s.pod.label[own]', 'x'],
    ['k8s.pod.label[none]', undefined],
    ['k8s.rc.name', undefined],
    ['k8s.ns.label[x]', undefined],
    ['k8s.deployment.labels', undefined],
  ]);
});

describe('a pod whose sandbox is not known', () => {
  table(
    POD.id,
    [
      ['k8s.pod.ip', undefined],
      ['k8s.pod.cni.json', undefined],
      ['k8s.pod.labels', 'own:x'],
      ['k8s.pod.label[own]', 'x'],
    ],
    [POD],
  );
});

describe('a container that has the network result itself', () => {
  const own: ContainerInfo = { id: 'x', json: { ...POD.json, id: 'x', cni_json: '{}' } };
  table(
    'x',
    [
      ['k8s.pod.ip', '10.1.2.3'],
      ['k8s.pod.cni.json', '{}'],
      ['k8s.pod.labels', 'own:x'],
      ['k8s.pod.label[app]', undefined],
    ],
    [own, SANDBOX],
  );
});

describe('the host', () => {
  table('', [
    ['container.id', 'host'],
    ['container.full_id', 'host'],
    ['container.name', 'host'],
    ['container.type', 'host'],
    ['container.image', ''],
    ['container.image.repository', ''],
    ['container.privileged', false],
    ['container.mounts', ''],
    ['k8s.pod.name', undefined],
    ['k8s.pod.sandbox_id', ''],
    // It has no sandbox, and the container without a name is the host itself.
    ['k8s.pod.ip', ''],
    ['k8s.pod.labels', ''],
  ]);
});

describe('a container of which only the id is known', () => {
  table('bbbbbbbbbbbb', [
    ['container.id', 'bbbbbbbbbbbb'],
    ['container.start_ts', 5],
    ['container.name', undefined],
    ['container.privileged', undefined],
    ['container.mount[0]', undefined],
    ['k8s.pod.sandbox_id', undefined],
    ['k8s.pod.labels', undefined],
  ]);
});

describe('events that announce a container', () => {
  test('speak of it', () => {
    const state = new FakeState();
    const ctx = state.context(undefined, PPME_ASYNCEVENT_E);
    ctx.container = POD;
    expect(readField(ctx, 'container.id')).toBe(POD.id);
    expect(readField(ctx, 'container.name')).toBe('web');
    expect(readField(ctx, 'container.start_ts')).toBeUndefined();
  });

  test('depend on the event', () => {
    const scope = (type: number): string | undefined => {
      const bound = lookupField('container.id')?.bind(undefined, type);
      return bound?.kind === 'read' ? bound.of : undefined;
    };
    expect(scope(PPME_ASYNCEVENT_E)).toBe('event');
    expect(scope(PPME_SYSCALL_READ_X)).toBe('thread');
  });
});

test('without a thread there is no container', () => {
  const ctx = new FakeState().context(undefined, PPME_SYSCALL_READ_X);
  for (const field of ['container.id', 'container.name', 'container.start_ts', 'k8s.pod.name']) {
    expect(readField(ctx, field)).toBeUndefined();
  }
});

test('labels sort by their bytes and are bytes', () => {
  const state = new FakeState();
  state.containerInfos.set('c', { id: 'c', json: { labels: { é: '1', z: '2', B: '3', a: '4' } } });
  const ctx = state.context(state.process(70, 1, { containerId: 'c' }));
  expect(readField(ctx, 'container.labels')).toBe('B:3, a:4, z:2, \xc3\xa9:1');
  expect(readField(ctx, 'container.label[\xc3\xa9]')).toBe('1');
});
