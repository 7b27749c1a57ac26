import { PPME_SYSCALL_POLL_X, PPME_SYSCALL_READ_X } from '@saker/schema/event-types.ts';
import { expect, test } from 'vitest';
import { FD_FILE_V2, FD_IPV4, FD_IPV4_SERVER, FD_IPV6, FD_IPV6_SERVER } from '../../state/fd-info.ts';
import { type EventFixture, eventContext } from '../../testing/event-fixture.ts';
import { readField } from '../../testing/read-field.ts';

const SELF6 = `${'\0'.repeat(15)}\x01`;
const fds: NonNullable<EventFixture['fds']> = [
  { fd: 3, type: FD_FILE_V2, name: '/etc/passwd' },
  { fd: 5, type: FD_IPV4, sip: '\x0a\0\0\x01', sport: 40000, dip: '\x0a\0\0\x02', dport: 443 },
  { fd: 6, type: FD_IPV6, sip: SELF6, sport: 1, dip: `\x20\x01${'\0'.repeat(13)}\x02`, dport: 2 },
  { fd: 7, type: FD_IPV4_SERVER, sip: '\x7f\0\0\x01', sport: 80 },
  { fd: 8, type: FD_IPV6_SERVER, sip: `\x20\x01\x0d\xb8${'\0'.repeat(12)}`, sport: 81 },
];

function poll(numbers: readonly number[], field: string): unknown {
  const list = numbers.map((fd) => ({ fd, flags: 1 }));
  return readField(eventContext({ type: PPME_SYSCALL_POLL_X, params: { res: 1, fds: list, timeout: 0 }, fds }), field);
}

test.each([
  ['fdlist.nums', [3, 99, 5], '3,99,5'],
  ['fdlist.nums', [-1], '-1'],
  ['fdlist.nums', [], undefined],
  ['fdlist.names', [3, 99], '/etc/passwd,<NA>'],
  ['fdlist.cips', [3, 5, 7, 6], '10.0.0.1,::1'],
  ['fdlist.cips', [3], undefined],
  ['fdlist.sips', [5, 6, 7], '10.0.0.2,2001::2,127.0.0.1'],
  // Of a listening IPv6 socket the first four bytes, as if they were an IPv4 address.
  ['fdlist.sips', [8], '32.1.13.184'],
  ['fdlist.cports', [5, 6, 7], '40000,1'],
  ['fdlist.sports', [7, 5, 6], '443,2'],
])('%s of %j: %s', (field, numbers, expected) => {
  expect(poll(numbers, field)).toBe(expected);
});

test('other events have no list', () => {
  const ctx = eventContext({ type: PPME_SYSCALL_READ_X, params: { res: 0 }, fds });
  expect(readField(ctx, 'fdlist.nums')).toBeUndefined();
});
