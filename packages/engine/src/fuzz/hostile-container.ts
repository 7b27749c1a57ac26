import { type ByteString, utf8ToBytes } from '@saker/core/byte-string.ts';
import { pick, type Random } from '@saker/core/fuzz/random.ts';

/** What a container's document holds when all is well. */
const MEMBERS: Readonly<Record<string, unknown>> = {
  Mounts: [{ Source: '/a', Destination: '/b', Mode: 'ro', RW: true, Propagation: 'private' }],
  User: 'u',
  cni_json: '{"a":[{"addr":"1.2.3.4"}]}',
  cpu_shares: 1024,
  created_time: 1_700_000_000,
  env: ['A=b'],
  full_id: 'a'.repeat(64),
  healthprobe: { exe: 'x', args: ['y'] },
  Healthcheck: { Test: ['CMD', 'curl', '-f'] },
  LivenessProbe: { exe: 'x', args: [] },
  host_pid: false,
  image: 'r/i:t',
  imagedigest: 'sha256:0',
  imageid: '0',
  imagerepo: 'r/i',
  imagetag: 't',
  ip: '1.2.3.4',
  is_pod_sandbox: false,
  labels: { 'io.kubernetes.pod.name': 'p', 'io.kubernetes.pod.uid': 'u', 'io.kubernetes.pod.namespace': 'n', a: 'b' },
  name: 'n',
  pod_sandbox_id: 'b'.repeat(64),
  pod_sandbox_labels: { a: 'b' },
  port_mappings: [{ HostIp: 0, HostPort: 80, ContainerPort: 80 }],
  privileged: false,
  type: 0,
};

const ODD: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e300, 2 ** 53, '', 'x', '\u0000', '\ud800', '"\\\n', 'é'.repeat(3000)],
  ...[[], {}, [[]], [null, 1, 'x'], { a: { b: [1] } }, { a: 1, '': null, __proto__: 'x', constructor: 'y' }],
];

/** A document about a container, with members missing or of types that they should not have. */
export function hostileContainer(random: Random): ByteString {
  if (random() % 20 === 0) return '{"container":'.repeat(1 + (random() % 4000));
  const container: Record<string, unknown> = { id: pick(['aaaaaaaaaaaa', 'cccccccccccc', '', 'x'], random) };
  for (const [key, value] of Object.entries(MEMBERS)) {
    const fate = random() % 8;
    if (fate > 0) container[key] = fate === 1 ? pick(ODD, random) : value;
  }
  if (random() % 10 === 0) container.id = pick(ODD, random);
  return utf8ToBytes(JSON.stringify({ container: random() % 20 === 0 ? pick(ODD, random) : container }));
}
