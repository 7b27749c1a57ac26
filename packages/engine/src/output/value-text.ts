import type { ByteString } from '@saker/core/byte-string.ts';
import type { PrintFormat } from '@saker/schema/event-info.ts';
import type { FieldType } from '@saker/schema/field-info.ts';
import type { FieldScalar, FieldValue } from '../fields/field.ts';
import { type BufferFormat, limitedBufferText } from '../params/buffer-text.ts';
import { padDecimal } from '../params/integers.ts';
import { ipText } from '../state/inet-text.ts';
import { jsonDouble, jsonFieldText } from './json-text.ts';

/** What decides how a value prints. */
export interface ValueShape {
  readonly type: FieldType;
  readonly format: PrintFormat;
  readonly list: boolean;
}

/** A value as text; undefined where Falco has no way to print it, which reads as a missing value. */
export type ValueText = (value: FieldValue) => ByteString | undefined;

/** A value as JSON. */
export type ValueJson = (value: FieldValue) => string;

type ScalarText = (value: FieldScalar) => ByteString | undefined;

/** Falco collects lists in this many bytes. */
const MAX_LIST_TEXT = 1023;

export function valueText(shape: ValueShape, buffers: BufferFormat): ValueText {
  const scalar = scalarText(shape.type, shape.format, buffers);
  if (!shape.list) return scalar as ValueText;
  return (value) => {
    let out = '(';
    for (const element of value as readonly FieldScalar[]) {
      // Nothing separates elements as long as nothing was written: empty ones in front leave no comma.
      if (out.length > 1) out += ',';
      out += scalar(element) ?? '';
    }
    return `${out})`.slice(0, MAX_LIST_TEXT);
  };
}

export function valueJson(shape: ValueShape, buffers: BufferFormat): ValueJson {
  const scalar = scalarJson(shape.type, shape.format, buffers);
  if (!shape.list) return scalar as ValueJson;
  return (value) => {
    const list = value as readonly FieldScalar[];
    return list.length === 0 ? 'null' : `[${list.map(scalar).join(',')}]`;
  };
}

interface IntegerType {
  readonly bits: 8 | 16 | 32 | 64;
  /** Prints in decimal in spite of a format that makes no sense. */
  readonly lenient?: boolean;
  /** `%09d` is allowed. */
  readonly padded?: boolean;
}

const INTEGERS: Readonly<Partial<Record<FieldType, IntegerType>>> = {
  INT8: { bits: 8 },
  INT16: { bits: 16 },
  INT32: { bits: 32 },
  INT64: { bits: 64, lenient: true, padded: true },
  PID: { bits: 64, lenient: true, padded: true },
  FD: { bits: 64, lenient: true, padded: true },
  ERRNO: { bits: 64, lenient: true, padded: true },
  UINT8: { bits: 8 },
  L4PROTO: { bits: 8 },
  FLAGS8: { bits: 8 },
  ENUMFLAGS8: { bits: 8 },
  SIGTYPE: { bits: 8, lenient: true },
  UINT16: { bits: 16 },
  PORT: { bits: 16 },
  FLAGS16: { bits: 16 },
  ENUMFLAGS16: { bits: 16 },
  SYSCALLID: { bits: 16, lenient: true },
  UINT32: { bits: 32 },
  FLAGS32: { bits: 32 },
  ENUMFLAGS32: { bits: 32 },
  UID: { bits: 32 },
  GID: { bits: 32 },
  MODE: { bits: 32, lenient: true },
  UINT64: { bits: 64, padded: true },
  RELTIME: { bits: 64, padded: true },
  ABSTIME: { bits: 64, padded: true },
};

function integerText(type: IntegerType, format: PrintFormat): ScalarText {
  switch (format) {
    case 'PF_DEC':
    case 'PF_ID':
      return decimal;
    case 'PF_OCT':
      return (value) => pattern(value, type).toString(8);
    case 'PF_HEX':
      return (value) => pattern(value, type).toString(16).toUpperCase();
    case 'PF_10_PADDED_DEC':
      if (type.padded) return (value) => padDecimal(decimal(value));
  }
  return type.lenient ? decimal : () => undefined;
}

function decimal(value: FieldScalar): string {
  return (value as number | bigint).toString();
}

function pattern(value: FieldScalar, type: IntegerType): bigint {
  return BigInt.asUintN(type.bits === 64 ? 64 : 32, BigInt(value as number | bigint));
}

/** Text up to its first NUL. */
function cString(value: FieldScalar): ByteString {
  const text = value as ByteString;
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** `%.1lf`: ties go to the even digit. */
function oneDecimal(value: FieldScalar): string {
  const number = value as number;
  if ((number * 4) % 2 === 0 || !Number.isInteger(number * 4)) return number.toFixed(1);
  const tenths = Math.floor(number * 10);
  return ((tenths % 2 === 0 ? tenths : tenths + 1) / 10).toFixed(1);
}

function scalarText(type: FieldType, format: PrintFormat, buffers: BufferFormat): ScalarText {
  const integer = INTEGERS[type];
  if (integer !== undefined) return integerText(integer, format);
  switch (type) {
    case 'BOOL':
      return (value) => (value ? 'true' : 'false');
    case 'DOUBLE':
      return oneDecimal;
    case 'IPADDR':
    case 'IPV4ADDR':
    case 'IPV6ADDR':
      return (value) => ipText(value as ByteString);
    case 'IPNET':
      return () => '<IPNET>';
    case 'BYTEBUF':
      return (value) => limitedBufferText(value as ByteString, buffers);
    case 'CHARBUF':
    case 'FSPATH':
    case 'FSRELPATH':
      return cString;
    default:
      return () => undefined;
  }
}

type ScalarJson = (value: FieldScalar) => string;

function scalarJson(type: FieldType, format: PrintFormat, buffers: BufferFormat): ScalarJson {
  if (INTEGERS[type] !== undefined && (format === 'PF_DEC' || format === 'PF_ID')) return decimal;
  if (type === 'BOOL') return (value) => (value ? 'true' : 'false');
  if (type === 'DOUBLE') {
    if (format === 'PF_DEC') return (value) => String(Math.trunc(value as number));
    return (value) => jsonDouble(value as number);
  }
  const text = scalarText(type, format, buffers);
  return (value) => {
    const printed = text(value);
    return printed === undefined ? 'null' : jsonFieldText(printed);
  };
}
