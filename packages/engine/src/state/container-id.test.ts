import { expect, test } from 'vitest';
import { matchCgroup } from './container-id.ts';

const ID = '3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e';
const SHORT = '3ad7b26ded6d';

const cases: readonly [path: string, id: string | undefined][] = [
  ['/', undefined],
  ['/user.slice/user-1000.slice/session-1.scope', undefined],
  ['/system.slice/cron.service', undefined],
  ['/srvlabd', undefined],
  [`/docker/${ID}`, SHORT],
  [`/system.slice/docker-${ID}.scope`, SHORT],
  [`/machine.slice/libpod-${ID}.scope`, SHORT],
  [`/machine.slice/libpod-${ID}.scope/container`, SHORT],
  [`/libpod_parent/libpod-${ID}`, SHORT],
  [`/user.slice/libpod-payload-${ID}`, SHORT],
  [`/kubepods/besteffort/pod1/${ID}`, SHORT],
  [`/kubepods.slice/kubepods-pod1.slice/cri-containerd-${ID}.scope`, SHORT],
  [`/kubepods.slice/kubepods-pod1.slice/crio-${ID}.scope`, SHORT],
  [`/kubepods/pod1/crio-${ID}`, SHORT],
  [`/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:${ID}`, SHORT],
  [`/system.slice/nerdctl-${ID}.scope`, SHORT],
  [`/docker/${ID.slice(1)}`, ID.slice(1, 13)],
  [`/docker/x${ID.slice(1)}`, `x${ID.slice(1, 12)}`],
  ['/default/web', 'web'],
  ['/my-name.space/0123456789abcdef', '0123456789ab'],
  ['/default/web.service', undefined],
  ['/lxc/box', 'box'],
  ['/lxc/box/init.scope', 'box'],
  ['/lxc.payload/box', 'box'],
  ['/lxc.payload.box/system.slice', 'box'],
  ['/dom.libvirt-lxc', 'dom'],
  ['/machine-lxc\\x2d2293906\\x2dlibvirt\\x2dcontainer.scope', '2293906\\x2dlibvirt\\x2dcontainer'],
  ['/machine.slice/machine-lxc\\x2d42.scope', '42'],
  // Taken for containerd's /namespace/id, which is asked before.
  ['/libvirt/lxc/dom', 'lxc/dom'],
  ['/bpm-job.process', 'job.process'],
  ['/system.slice/bpm-job.scope', 'job'],
];

test.each(cases)('%s', (path, id) => {
  expect(matchCgroup(path)?.id).toBe(id);
});

test('engines of which nothing more will be known tell their type', () => {
  expect(matchCgroup('/lxc/box/init.scope')?.type).toBe(1);
  expect(matchCgroup('/dom.libvirt-lxc')?.type).toBe(2);
  expect(matchCgroup('/bpm-job')?.type).toBe(9);
  expect(matchCgroup(`/docker/${ID}`)?.type).toBeUndefined();
});
