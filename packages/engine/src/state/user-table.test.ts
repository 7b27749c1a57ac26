import { expect, test } from 'vitest';
import { UserTable } from './user-table.ts';

const user = (uid: number, name: string) => ({ uid, gid: uid, name, home: `/home/${name}`, shell: '/bin/sh' });

test('containers have users of their own', () => {
  const table = new UserTable();
  table.addUser('', user(1000, 'ann'));
  table.addUser('abc', user(1000, 'bob'));
  expect(table.user('', 1000)?.name).toBe('ann');
  expect(table.user('abc', 1000)?.name).toBe('bob');
  table.removeUser('abc', 1000);
  expect(table.user('abc', 1000)).toBeUndefined();
  expect(table.user('', 1000)?.name).toBe('ann');
});

test('a known user is renamed and keeps its group', () => {
  const table = new UserTable();
  table.addUser('', { ...user(5, 'old'), gid: 7 });
  table.addUser('', user(5, 'new'));
  expect(table.user('', 5)).toEqual({ uid: 5, gid: 7, name: 'new', home: '/home/new', shell: '/bin/sh' });
});

test('entries of the name service are no users', () => {
  const table = new UserTable();
  table.addUser('', user(5, '+nis'));
  table.addGroup('', { gid: 5, name: '-nis' });
  expect(table.user('', 5)).toBeUndefined();
  expect(table.group('', 5)).toBeUndefined();
});

test("the host's root is known by being seen, others are not", () => {
  const table = new UserTable();
  table.seen('', 1000, 1000);
  table.seen('abc', 0, 0);
  expect(table.user('', 1000)).toBeUndefined();
  expect(table.user('abc', 0)).toBeUndefined();
  table.seen('', 0, 0);
  expect(table.user('', 0)).toEqual({ uid: 0, gid: 0, name: 'root', home: '/root', shell: '<NA>' });
  expect(table.group('', 0)).toEqual({ gid: 0, name: 'root' });
  table.importLists([{ uid: 0, gid: 0, name: 'toor', home: '/', shell: '/bin/zsh' }], []);
  expect(table.user('', 0)?.name).toBe('toor');
});
