import { FIELD_CLASSES } from '@saker/schema/fields.ts';
import { describe, expect, test } from 'vitest';
import { SYSCALL_FIELDS } from './field-catalogue.ts';

describe('found', () => {
  test.each([
    ['proc.name', 'proc.name', undefined, 'CHARBUF'],
    ['evt.time.iso8601', 'evt.time.iso8601', undefined, 'CHARBUF'],
    ['evt.arg.name', 'evt.arg', 'name', 'CHARBUF'],
    ['evt.arg[2]', 'evt.arg', '2', 'CHARBUF'],
    ['evt.arg[-1]', 'evt.arg', '-1', 'CHARBUF'],
    ['evt.args', 'evt.args', undefined, 'CHARBUF'],
    ['evt.rawarg.flags', 'evt.rawarg', 'flags', 'FLAGS32'],
    ['evt.rawarg.res', 'evt.rawarg', 'res', 'ERRNO'],
    ['evt.around[12]', 'evt.around', '12', 'UINT64'],
    ['evt.abspath', 'evt.abspath', undefined, 'CHARBUF'],
    ['evt.abspath.dst', 'evt.abspath', 'dst', 'CHARBUF'],
    ['evt.type.is.open', 'evt.type.is', 'open', 'UINT32'],
    ['proc.aname[2]', 'proc.aname', '2', 'CHARBUF'],
    ['proc.aname[ 02]', 'proc.aname', '2', 'CHARBUF'],
    ['proc.aexepath[1]', 'proc.aexepath', '1', 'CHARBUF'],
    ['proc.env[HOME]', 'proc.env', 'HOME', 'CHARBUF'],
    ['proc.env[]', 'proc.env', '', 'CHARBUF'],
    ['proc.aenv[3]', 'proc.aenv', '3', 'CHARBUF'],
    ['thread.cgroup.cpu', 'thread.cgroup', 'cpu', 'CHARBUF'],
    ['thread.cgroups', 'thread.cgroups', undefined, 'CHARBUF'],
    ['fd.types[5]', 'fd.types', '5', 'CHARBUF'],
    ['fd.types', 'fd.types', undefined, 'CHARBUF'],
    ['container.mount[0]', 'container.mount', '0', 'CHARBUF'],
    ['container.mount.source[/etc]', 'container.mount.source', '/etc', 'CHARBUF'],
    ['k8s.pod.label[a.b/c]', 'k8s.pod.label', 'a.b/c', 'CHARBUF'],
    ['evt.latency.human', 'evt.latency.human', undefined, 'CHARBUF'],
    ['thread.nametid', 'thread.nametid', undefined, 'CHARBUF'],
    ['util.cnt', 'util.cnt', undefined, 'UINT64'],
  ])('%s', (text, name, arg, type) => {
    const result = SYSCALL_FIELDS.resolve(text);
    expect(result).toMatchObject({ ok: true, field: { info: { name, type } } });
    expect(result.ok && result.field.arg).toBe(arg);
  });

  test('every field of the catalogue that needs no argument', () => {
    const missing = FIELD_CLASSES.flatMap(({ fields }) => fields)
      .filter(({ flags }) => !flags.includes('ARG_REQUIRED'))
      .filter(({ name }) => {
        const result = SYSCALL_FIELDS.resolve(name);
        return !result.ok || result.field.info.name !== name;
      });
    expect(missing).toEqual([]);
  });
});

describe('refused', () => {
  const unknown = (text: string): [string, string] => [text, `filter_check called with nonexistent field ${text}`];
  test.each([
    unknown('no.such'),
    unknown('proc.namex'),
    unknown('proc.name[1]'),
    unknown('proc.aname[x]'),
    unknown('proc.aname[1'),
    unknown('proc.env[A]B]'),
    unknown('evt.arg.name[0]'),
    unknown('evt.type.is.nothing'),
    unknown('thread.cgroup.cpu2'),
    unknown('fd.typesx'),
    unknown('container.idx'),
    unknown('NA'),
    ['evt.arg', 'filter syntax error: evt.arg'],
    ['evt.argument', 'filter syntax error: evt.argument'],
    ['evt.arg[x]', 'x is not a valid number'],
    ['evt.arg.nosucharg', 'unknown event argument nosucharg'],
    ['evt.rawarg[0]', 'evt.arg fields must be expressed explicitly'],
    ['evt.around.x', 'wrong syntax for evt.around'],
    ['evt.type.is', 'filter syntax error: evt.type.is'],
    ['args.x', 'filter error: proc.arg filter not implemented yet'],
    ['thread.cgroup', 'filter syntax error: thread.cgroup'],
    ['fd.types[x]', 'x is not a valid number'],
    ['container.mount', "filter 'container.mount': container.mount requires an argument but none provided"],
    [
      'container.id[x]',
      "filter 'container.id[x]': container.id does not allow nor require an argument but one is provided: x",
    ],
    ['container.label[', "filter 'container.label[': container.label terminates with incomplete argument brackets"],
    ['container.label[a b]', "filter 'container.label[a': container.label has unbalanced argument brackets"],
  ])('%s', (text, message) => expect(SYSCALL_FIELDS.resolve(text)).toEqual({ ok: false, message }));
});
