import { encodeEvent, viewEvent } from '@saker/scap/codec/encode.ts';
import { PPME_ASYNCEVENT_E, PPME_CONTAINER_JSON_2_E, PPME_SYSCALL_READ_X } from '@saker/schema/event-types.ts';
import { describe, expect, test } from 'vitest';
import { FakeState } from '../../testing/fake-state.ts';
import { readField } from '../../testing/read-field.ts';
import { EventContext } from '../event-context.ts';

const FIELDS = ['user.uid', 'user.name', 'user.homedir', 'user.shell', 'user.loginuid', 'user.loginname'];
const GROUP = ['group.gid', 'group.name'];

function read(fields: readonly string[], uid: number, loginUid: number, gid: number, containerId = ''): unknown[] {
  const state = new FakeState();
  state.users.set(' 1000', { uid: 1000, gid: 1000, name: 'anna', home: '/home/anna', shell: '/bin/zsh' });
  state.users.set('c1 0', { uid: 0, gid: 0, name: 'toor', home: '/', shell: '/bin/ash' });
  state.groups.set(' 1000', { gid: 1000, name: 'users' });
  const thread = state.process(70, 1, { uid, loginUid, gid, containerId });
  return fields.map((field) => readField(state.context(thread), field));
}

describe('users', () => {
  test.each([
    [1000, 1000, '', [1000, 'anna', '/home/anna', '/bin/zsh', 1000, 'anna']],
    // Root has a name and a home even where nobody told.
    [0, 0, '', [0, 'root', '/root', '<NA>', 0, 'root']],
    [33, 0xffffffff, '', [33, '<NA>', '<NA>', '<NA>', -1, '<NA>']],
    [0, 1000, 'c1', [0, 'toor', '/', '/bin/ash', 1000, '<NA>']],
    [0xffffffff, 0xfffffffe, '', [0xffffffff, '<NA>', '<NA>', '<NA>', 0xfffffffe, '<NA>']],
  ])('uid %i, login uid %i in container %j', (uid, loginUid, container, expected) => {
    expect(read(FIELDS, uid, loginUid, 0, container)).toEqual(expected);
  });
});

describe('the user that a container runs as', () => {
  test.each<[type: number, name: string, document: object, expected: string]>([
    [PPME_ASYNCEVENT_E, 'container', { User: 'www' }, 'www'],
    [PPME_ASYNCEVENT_E, 'container', { User: '' }, 'root'],
    [PPME_ASYNCEVENT_E, 'container', {}, 'root'],
    [PPME_ASYNCEVENT_E, 'container_removed', { User: 'www' }, 'root'],
    [PPME_CONTAINER_JSON_2_E, '', { User: 'www' }, 'www'],
    [PPME_SYSCALL_READ_X, '', { User: 'www' }, 'root'],
  ])('event type %i %j of %j', (type, name, json, expected) => {
    const state = new FakeState();
    state.containerInfos.set('c1', { id: 'c1', json: { id: 'c1', ...json } });
    const view = viewEvent(encodeEvent({ type, ts: 1n, tid: 70, params: type === PPME_ASYNCEVENT_E ? { name } : {} }));
    const ctx = new EventContext(view, state);
    ctx.thread = state.process(70, 1, { uid: 0, containerId: 'c1' });
    expect(readField(ctx, 'user.name')).toBe(expected);
    expect(readField(ctx, 'user.homedir')).toBe('/root');
  });
});

describe('groups', () => {
  test.each([
    [1000, '', [1000, 'users']],
    [0, '', [0, 'root']],
    [5, '', [5, '<NA>']],
    [1000, 'c1', [1000, '<NA>']],
  ])('gid %i in container %j', (gid, container, expected) => {
    expect(read(GROUP, 0, 0, gid, container)).toEqual(expected);
  });
});
