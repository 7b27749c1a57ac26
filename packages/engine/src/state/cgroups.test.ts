import { expect, test } from 'vitest';
import { CgroupCache } from './cgroups.ts';

const ID = '3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e';

test('subsystems have upstream names', () => {
  const raw = 'cpuset=/a\0perf_cgroup=/b\0mem_cgroup=/c\0io_cgroup=/d\0cpu_cgroup=/e\0';
  expect(new CgroupCache().parse(raw)?.cgroups).toEqual([
    ['cpuset', '/a'],
    ['perf_event', '/b'],
    ['memory', '/c'],
    ['blkio', '/d'],
    ['cpu', '/e'],
  ]);
});

test('a list with an entry that is no pair is no list', () => {
  expect(new CgroupCache().parse('cpu=/a\0nonsense\0')).toBeUndefined();
});

test('the first path that belongs to a container decides', () => {
  const cache = new CgroupCache();
  expect(cache.parse(`cpu=/\0memory=/docker/${ID}\0`)?.container?.id).toBe('3ad7b26ded6d');
  expect(cache.parse('cpu=/\0memory=/user.slice\0')?.container).toBeUndefined();
});
