import { utf8ToBytes } from '@saker/core/byte-string.ts';
import type { ParamValue, SocketAddress, SocketTuple } from '@saker/scap/codec/param-value.ts';
import type { EventInfo, ParamInfo } from '@saker/schema/event-info.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { VALUES } from '@saker/schema/values.ts';
import type { ConfigNode } from '../config/node.ts';
import { TestFileError, textOf } from './members.ts';

const AF_INET = 2;
const AF_INET6 = 10;

/** The event that a name means today: the end of the system call where there are both. */
export function currentEvent(name: string): EventInfo | undefined {
  const known = EVENTS.filter(
    (event) => event.name === name && !event.flags.includes('EF_OLD_VERSION') && !event.flags.includes('EF_UNUSED'),
  );
  return known.find((event) => event.dir === '<') ?? known[0];
}

/** A parameter's value as a test file writes it. */
export function paramValue(node: ConfigNode, param: ParamInfo): ParamValue {
  const { name, type } = param;
  if (node.kind === 'list') {
    const items = node.items.map((item) => textOf(item, name));
    if (param.values !== undefined) return items.reduce((bits, item) => bits | named(item, param, node), 0);
    if (type === 'PT_CHARBUFARRAY' || type === 'PT_CHARBUF_PAIR_ARRAY') return items.map(utf8ToBytes);
    if (type === 'PT_BYTEBUF') return items.map((item) => `${utf8ToBytes(item)}\0`).join('');
    throw new TestFileError(node.place, `'${name}' is no list`);
  }
  const text = textOf(node, name);
  if (node.kind === 'scalar' && node.text === null) return undefined;
  switch (type) {
    case 'PT_CHARBUF':
    case 'PT_BYTEBUF':
    case 'PT_FSPATH':
    case 'PT_FSRELPATH':
      return utf8ToBytes(text);
    case 'PT_SOCKADDR':
      return addressOf(text, node);
    case 'PT_SOCKTUPLE':
      return tupleOf(text, node);
    default:
      if (/^-?[0-9]+$/.test(text)) return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
      if (/^0[xo][0-9a-fA-F]+$/.test(text)) return Number(text);
      return named(text, param, node);
  }
}

function named(text: string, param: ParamInfo, node: ConfigNode): number {
  const table = (VALUES as Record<string, readonly (readonly [string, number])[]>)[param.values ?? ''];
  const found = table?.find(([name]) => name === text);
  if (found === undefined) throw new TestFileError(node.place, `'${param.name}' cannot be '${text}'`);
  return found[1];
}

/** `ADDRESS:PORT`, with an IPv6 address in brackets. */
export function addressOf(text: string, node: ConfigNode): SocketAddress {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):([0-9]{1,5})$/.exec(text);
  const ip = match === null ? undefined : (ipv4(match[2]) ?? ipv6(match[1]));
  if (match === null || ip === undefined) throw new TestFileError(node.place, `'${text}' is not ADDRESS:PORT`);
  return { family: ip.length === 4 ? AF_INET : AF_INET6, ip, port: Number(match[3]) };
}

/** `ADDRESS:PORT->ADDRESS:PORT` */
export function tupleOf(text: string, node: ConfigNode): SocketTuple {
  const [from = '', to = ''] = text.split('->');
  const source = addressOf(from, node);
  const dest = addressOf(to, node);
  if (source.family !== dest.family) throw new TestFileError(node.place, `'${text}' mixes IPv4 and IPv6`);
  return {
    family: source.family,
    sip: source.ip as string,
    sport: source.port as number,
    dip: dest.ip as string,
    dport: dest.port as number,
  };
}

function ipv4(text: string | undefined): string | undefined {
  const parts = text?.split('.').map(Number);
  if (parts?.length !== 4 || parts.some((part) => !(part >= 0 && part < 256))) return undefined;
  return String.fromCharCode(...parts);
}

function ipv6(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const words = (part: string) => (part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16)));
  const front = words(head);
  const back = tail === undefined ? [] : words(tail);
  const missing = 8 - front.length - back.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...front, ...new Array<number>(missing).fill(0), ...back];
  if (all.some((word) => !(word >= 0 && word <= 0xffff))) return undefined;
  return all.map((word) => String.fromCharCode(word >> 8, word & 0xff)).join('');
}
