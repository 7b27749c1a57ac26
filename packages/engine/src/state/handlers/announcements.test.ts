import { utf8ToBytes } from '@saker/core/byte-string.ts';
import * as T from '@saker/schema/event-types.ts';
import { describe, expect, test } from 'vitest';
import { Machine } from '../../testing/machine-fixture.ts';
import { StateEngine } from '../state-engine.ts';
import {
  CATEGORY_CONTAINER,
  CATEGORY_HEALTHCHECK,
  CATEGORY_LIVENESS_PROBE,
  CATEGORY_NONE,
  CL_CHILD_IN_PIDNS,
} from '../thread-info.ts';

const ID = '3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e';
const SHORT = '3ad7b26ded6d';
const CGROUPS = `cpu=/docker/${ID}\0`;

const user = { uid: 1000, gid: 100, name: 'ann', home: '/home/ann', shell: '/bin/sh', container_id: '' };

describe('users and groups', () => {
  test('come and go on the host', () => {
    const m = new Machine();
    const group = { gid: 5, name: 'tty', container_id: '' };
    expect(m.event(T.PPME_USER_ADDED_E, -1, user)).toMatchObject({ visible: true, thread: undefined });
    m.event(T.PPME_GROUP_ADDED_E, -1, group);
    expect(m.state.user('', 1000)?.name).toBe('ann');
    expect(m.state.group('', 5)).toEqual({ gid: 5, name: 'tty' });
    m.event(T.PPME_USER_DELETED_E, -1, user);
    m.event(T.PPME_GROUP_DELETED_E, -1, group);
    expect(m.state.user('', 1000)).toBeUndefined();
    expect(m.state.group('', 5)).toBeUndefined();
  });

  test.each([[{ container_id: SHORT }], [{}]])('those of %j are not entered', (of) => {
    const m = new Machine();
    const { container_id: _, ...anybody } = user;
    m.event(T.PPME_USER_ADDED_E, -1, user);
    m.event(T.PPME_USER_ADDED_E, -1, { ...anybody, ...of, name: 'bob' });
    m.event(T.PPME_GROUP_ADDED_E, -1, { gid: 5, name: 'tty', ...of });
    m.event(T.PPME_USER_DELETED_E, -1, { ...anybody, ...of });
    expect([m.state.user('', 1000)?.name, m.state.user(SHORT, 1000)]).toEqual(['ann', undefined]);
    expect([m.state.group('', 5), m.state.group(SHORT, 5)]).toEqual([undefined, undefined]);
  });

  test('raise what guards results about processes', () => {
    const m = new Machine();
    const { version } = m.thread(100);
    const tree = m.state.treeVersion;
    m.event(T.PPME_USER_ADDED_E, -1, user);
    expect(m.thread(100).version).toBeGreaterThan(version);
    expect(m.state.treeVersion).toBeGreaterThan(tree);
  });

  test('are hidden while they are part of the initial state', () => {
    const m = new Machine();
    m.state.snapshot.section();
    m.state.snapshot.complete();
    expect(m.event(T.PPME_USER_ADDED_E, -1, user).visible).toBe(false);
    m.state.snapshot.users([{ ...user, name: 'from the list' }], []);
    m.state.snapshot.ready();
    expect(m.state.user('', 1000)?.name).toBe('from the list');
    expect(m.event(T.PPME_USER_ADDED_E, -1, user).visible).toBe(true);
  });
});

function document(detail: object): string {
  return utf8ToBytes(JSON.stringify({ container: { id: SHORT, name: 'web', ...detail } }));
}

function announce(m: Machine, detail: object = {}, name = 'container'): void {
  m.event(T.PPME_ASYNCEVENT_E, -1, { plugin_id: 0, name, data: `${document(detail)}\0` });
}

describe('containers', () => {
  test('come and go', () => {
    const m = new Machine();
    announce(m);
    expect(m.state.container(SHORT)?.json).toMatchObject({ name: 'web' });
    announce(m, {}, 'container_removed');
    expect(m.state.container(SHORT)).toBeUndefined();
  });

  test("text is kept as bytes, and other plugins' events are left alone", () => {
    const m = new Machine();
    announce(m, { name: '\u{e9}' });
    expect(m.state.container(SHORT)?.json.name).toBe('\xc3\xa9');
    announce(m, { id: 'other' }, 'k8s');
    expect(m.state.container('other')).toBeUndefined();
  });

  test.each([
    ['no JSON', '{'],
    ['no container', '{"pod":{}}'],
    ['an id that is no text', '{"container":{"id":5}}'],
    ['nothing', ''],
  ])('%s is no container', (_what, data) => {
    const m = new Machine();
    const before = [...m.state.containers()].length;
    m.event(T.PPME_ASYNCEVENT_E, -1, { plugin_id: 0, name: 'container', data });
    expect([...m.state.containers()].length).toBe(before);
  });

  test('older kinds of announcements', () => {
    const m = new Machine();
    m.event(T.PPME_CONTAINER_JSON_2_E, -1, { json: document({ name: 'json' }) });
    expect(m.state.container(SHORT)?.json).toMatchObject({ name: 'json' });
    m.event(T.PPME_CONTAINER_E, -1, { id: 'abc', type: 0, name: 'plain', image: 'busybox' });
    expect(m.state.container('abc')?.json).toMatchObject({ name: 'plain', image: 'busybox', type: 0 });
  });

  test('processes of the initial state are placed', () => {
    const m = new Machine([{ tid: 100, cgroups: CGROUPS }]);
    expect(m.thread(100).containerId).toBe(SHORT);
    expect(m.state.container('')?.id).toBe('host');
  });

  test('engines without documents are known by their kind', () => {
    const m = new Machine([{ tid: 100, cgroups: 'cpu=/lxc/box/init.scope\0' }]);
    expect(m.state.container('box')?.json).toEqual({ id: 'box', type: 1 });
  });
});

describe('what processes of a container are for', () => {
  const probe = { exe: 'curl', args: ['-f', 'localhost'] };
  const clone = {
    res: 0,
    exe: 'curl',
    args: '-f\0localhost\0',
    tid: 300,
    pid: 300,
    flags: CL_CHILD_IN_PIDNS,
    cgroups: CGROUPS,
  };
  const run = (m: Machine, ptid: number, vpid: number, detail = {}) => {
    m.event(T.PPME_SYSCALL_CLONE_20_X, 300, { ...clone, ptid, vtid: vpid, vpid, ...detail });
    return m.thread(300).category;
  };

  test('its init', () => {
    const m = new Machine();
    announce(m);
    expect(run(m, 100, 1)).toBe(CATEGORY_CONTAINER);
  });

  test('a health probe, which the runtime starts', () => {
    const m = new Machine();
    announce(m, { Healthcheck: probe });
    expect(run(m, 100, 9)).toBe(CATEGORY_HEALTHCHECK);
    const live = new Machine();
    announce(live, { LivenessProbe: probe, ReadinessProbe: probe });
    expect(run(live, 100, 9)).toBe(CATEGORY_LIVENESS_PROBE);
  });

  test('the same command started inside, or another one, is none', () => {
    const m = new Machine([{ tid: 200, cgroups: CGROUPS, vtid: 1, vpid: 1, flags: CL_CHILD_IN_PIDNS }]);
    announce(m, { Healthcheck: probe });
    expect(run(m, 200, 9)).toBe(CATEGORY_NONE);
    const other = new Machine();
    announce(other, { Healthcheck: probe });
    expect(run(other, 100, 9, { args: '-f\0' })).toBe(CATEGORY_NONE);
  });

  test('children are for the same as their parent', () => {
    const m = new Machine();
    announce(m, { Healthcheck: probe });
    run(m, 100, 9);
    m.event(T.PPME_SYSCALL_CLONE_20_X, 301, {
      ...clone,
      exe: 'sh',
      args: '',
      tid: 301,
      pid: 301,
      ptid: 300,
      vtid: 10,
      vpid: 10,
    });
    expect(m.thread(301).category).toBe(CATEGORY_HEALTHCHECK);
  });
});

test('events recorded for the state only are hidden, and count', () => {
  const m = new Machine();
  const out = m.event(T.PPME_SYSCALL_SETUID_X, 100, { res: 0, uid: 5 }, { flags: 1 });
  expect(out.visible).toBe(false);
  expect(m.thread(100).uid).toBe(5);
});

test('a new section forgets everything', () => {
  const m = new Machine();
  announce(m);
  m.state.snapshot.section();
  expect(m.state.threadCount).toBe(0);
  expect(m.state.container(SHORT)).toBeUndefined();
  expect(m.state.user('', 0)).toBeUndefined();
});

test('an engine that nobody fed works', () => {
  const state = new StateEngine();
  expect(state.threadCount).toBe(0);
  expect(state.ready).toBe(true);
});
