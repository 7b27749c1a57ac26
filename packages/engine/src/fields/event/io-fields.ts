import type { ByteString } from '@saker/core/byte-string.ts';
import type { EventInfo } from '@saker/schema/event-info.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { bindParam } from '../../params/bound-param.ts';
import type { BufferFormat } from '../../params/buffer-text.ts';
import type { Integer } from '../../params/integers.ts';
import { paramIndex } from '../../params/param-types.ts';
import { FD_FILE, FD_FILE_V2, FD_IPV4, FD_IPV6_SERVER, type FdInfo } from '../../state/fd-info.ts';
import { type EventContext, eventFd } from '../event-context.ts';
import { type Bound, type FieldImpl, NEVER } from '../field.ts';
import { always, byType, read } from './bind.ts';
import { hasReturnValue, isIo, isWaiting, readsFromFd, writesToFd } from './event-class.ts';
import { returnValue } from './result-fields.ts';

function categoryOf(type: number): string {
  return EVENTS[type]?.categories[0] ?? '';
}

function isFile(fd: FdInfo): boolean {
  return fd.type === FD_FILE || fd.type === FD_FILE_V2;
}

function isNet(fd: FdInfo): boolean {
  return fd.type >= FD_IPV4 && fd.type <= FD_IPV6_SERVER;
}

function any(): boolean {
  return true;
}

/** Number of bytes transferred over a known descriptor; no value for failures. */
function bufferLength(ctx: EventContext, accepts: (fd: FdInfo) => boolean): Integer | undefined {
  const fd = eventFd(ctx);
  if (fd === undefined || !accepts(fd)) return undefined;
  const transferred = returnValue(ctx);
  return transferred < 0 ? undefined : transferred;
}

function bufferLengthField(name: string, category: string | undefined, accepts: (fd: FdInfo) => boolean): FieldImpl {
  return byType(name, (type) => {
    const applies = hasReturnValue(type) && (category === undefined ? isIo(type) : categoryOf(type) === category);
    return applies ? read((ctx) => bufferLength(ctx, accepts)) : NEVER;
  });
}

function dataIndex(type: number): number {
  return paramIndex((EVENTS[type] as EventInfo).params, 'data');
}

/** What conditions compare `evt.buffer` with: the bytes themselves, of whatever the event calls "data". */
function rawBuffer(type: number): Bound {
  const index = dataIndex(type);
  return index < 0 ? NEVER : read((ctx) => ctx.evt.buf(index));
}

/** What `evt.buffer` prints: the parameter's text form, as text. */
export function printedBuffer(type: number, buffers: BufferFormat): Bound {
  const index = dataIndex(type);
  if (index < 0) return NEVER;
  const param = bindParam(type, index, buffers);
  return read((ctx): ByteString | undefined => {
    const text = param.plain(ctx);
    if (text === undefined) return undefined;
    if (ctx.evt.paramLength(index) === 0) {
      ctx.scratch.note(param.info, text, false);
      return ctx.scratch.lastBuffer();
    }
    const isBuffer = param.info.type === 'PT_BYTEBUF';
    ctx.scratch.note(param.info, text, isBuffer);
    return isBuffer ? text : ctx.scratch.lastBuffer();
  });
}

/** Transfers of data. */
export const IO_FIELDS: readonly FieldImpl[] = [
  byType('evt.is_io', (type) => always(readsFromFd(type) || writesToFd(type))),
  byType('evt.is_io_read', (type) => always(readsFromFd(type))),
  byType('evt.is_io_write', (type) => always(writesToFd(type))),
  byType('evt.io_dir', (type) => {
    if (writesToFd(type)) return always('write');
    return readsFromFd(type) ? always('read') : NEVER;
  }),
  byType('evt.is_wait', (type) => always(isWaiting(type))),
  byType('evt.is_syslog', (type) =>
    writesToFd(type) ? read((ctx) => eventFd(ctx)?.name.includes('/dev/log') ?? false) : always(false),
  ),
  byType('evt.buffer', (type) => printedBuffer(type, 'dots'), rawBuffer),
  bufferLengthField('evt.buflen', undefined, any),
  bufferLengthField('evt.buflen.in', 'EC_IO_READ', any),
  bufferLengthField('evt.buflen.out', 'EC_IO_WRITE', any),
  bufferLengthField('evt.buflen.file', undefined, isFile),
  bufferLengthField('evt.buflen.file.in', 'EC_IO_READ', isFile),
  bufferLengthField('evt.buflen.file.out', 'EC_IO_WRITE', isFile),
  bufferLengthField('evt.buflen.net', undefined, isNet),
  bufferLengthField('evt.buflen.net.in', 'EC_IO_READ', isNet),
  bufferLengthField('evt.buflen.net.out', 'EC_IO_WRITE', isNet),
];
