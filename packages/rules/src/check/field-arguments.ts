import type { ByteString } from '@saker/core/byte-string.ts';
import { EVENTS } from '@saker/schema/events.ts';
import type { FieldInfo, FieldType } from '@saker/schema/field-info.ts';
import { type FieldRead, type FieldReader, readLongestName } from './field-reader.ts';
import { scanSigned, scanUnsigned } from './numbers.ts';

/** Text between `[` right behind `name` and the next `]`, and where that ends; undefined without a bracket. */
function bracket(text: ByteString, name: string): { readonly arg: ByteString; readonly length: number } | undefined {
  if (!text.startsWith('[', name.length)) return undefined;
  const close = text.indexOf(']', name.length);
  return close < 0 ? undefined : { arg: text.slice(name.length + 1, close), length: close + 1 };
}

function notANumber(text: ByteString): FieldRead {
  return { message: `${text} is not a valid number` };
}

function syntaxError(text: ByteString): FieldRead {
  return { message: `filter syntax error: ${text}` };
}

type FieldParser = (text: ByteString, info: FieldInfo) => FieldRead;

/** Fields whose arguments the event class reads by itself, by what a text begins with; the first that fits counts. */
const EVENT_FIELDS: readonly (readonly [name: string, parse: FieldParser])[] = [
  ['evt.arg', readArg],
  ['evt.rawarg', readRawArg],
  ['evt.around', readAround],
  ['evt.abspath', readAbspath],
  ['evt.type.is', readTypeIs],
];

export const readEventField: FieldReader = (text, fields) => {
  for (const [name, parse] of EVENT_FIELDS) {
    if (!text.startsWith(name) || text.startsWith('evt.args')) continue;
    const info = fields.get(name);
    if (info !== undefined) return parse(text, info);
  }
  return readLongestName(text, fields);
};

/** `evt.arg.name` or `evt.arg[2]`. */
function readArg(text: ByteString, info: FieldInfo): FieldRead {
  const index = bracket(text, info.name);
  if (index !== undefined) {
    const number = scanSigned(index.arg, 32);
    return number === undefined ? notANumber(index.arg) : { info, arg: String(number), length: index.length };
  }
  if (!text.startsWith('.', info.name.length)) return syntaxError(text);
  const written = text.slice(info.name.length + 1);
  const param = longestParameter(written);
  if (param === undefined) return { message: `unknown event argument ${written}` };
  return { info, arg: param.name, length: info.name.length + 1 + param.name.length };
}

/** `evt.rawarg.name`: the field takes on the type that the first event with such a parameter gives it. */
function readRawArg(text: ByteString, info: FieldInfo): FieldRead {
  if (text.startsWith('[', info.name.length)) return { message: 'evt.arg fields must be expressed explicitly' };
  const read = readArg(text, info);
  if (read === undefined || 'message' in read || read.arg === undefined) return read;
  const param = PARAMETERS.get(read.arg);
  return param === undefined ? read : { ...read, info: { ...info, type: param.type, format: param.format } };
}

/** `evt.around[<time in ns>]`. */
function readAround(text: ByteString, info: FieldInfo): FieldRead {
  const time = bracket(text, info.name);
  if (time !== undefined) {
    const number = scanUnsigned(time.arg, 64);
    return number === undefined ? notANumber(time.arg) : { info, arg: String(number), length: time.length };
  }
  return text.startsWith('.', info.name.length) ? { message: 'wrong syntax for evt.around' } : syntaxError(text);
}

function readAbspath(text: ByteString, info: FieldInfo): FieldRead {
  for (const arg of ['src', 'dst']) {
    const name = `${info.name}.${arg}`;
    if (text.startsWith(name)) return { info, arg, length: name.length };
  }
  return { info, length: info.name.length };
}

/** `evt.type.is.open` or `evt.type.is.3`. */
function readTypeIs(text: ByteString, info: FieldInfo): FieldRead {
  if (!text.startsWith('.', info.name.length)) return syntaxError(text);
  const arg = text.slice(info.name.length + 1);
  const number = scanUnsigned(arg, 32);
  if (number !== undefined) return { info, arg: String(number), length: text.length };
  return { info, arg, length: EVENTS.some((event) => event.name === arg) ? text.length : 0 };
}

interface Parameter {
  readonly name: string;
  readonly type: FieldType;
  readonly format: FieldInfo['format'];
}

/** Parameters of all events by name; the first event that has one decides its type. */
const PARAMETERS: ReadonlyMap<string, Parameter> = parameters();

function parameters(): Map<string, Parameter> {
  const byName = new Map<string, Parameter>();
  for (const event of EVENTS) {
    for (const { name, type, format } of event.params) {
      if (!byName.has(name)) byName.set(name, { name, type: type.slice('PT_'.length) as FieldType, format });
    }
  }
  return byName;
}

function longestParameter(text: ByteString): Parameter | undefined {
  for (let length = text.length; length > 0; length--) {
    const param = PARAMETERS.get(text.slice(0, length));
    if (param !== undefined) return param;
  }
  return undefined;
}

/** Fields of the process class with an optional argument, longer names before their beginnings. */
const THREAD_FIELDS: readonly (readonly [name: string, kind: 'index' | 'variable'])[] = [
  ['proc.apid', 'index'],
  ['proc.aname', 'index'],
  ['proc.aexepath', 'index'],
  ['proc.aexe', 'index'],
  ['proc.acmdline', 'index'],
  ['proc.aargs', 'index'],
  ['proc.env', 'variable'],
  ['proc.args', 'index'],
  ['proc.aenv', 'variable'],
];

export const readThreadField: FieldReader = (text, fields) => {
  if (text.startsWith('arg')) return { message: 'filter error: proc.arg filter not implemented yet' };
  for (const [name, kind] of THREAD_FIELDS) {
    const info = text.startsWith(name) ? fields.get(name) : undefined;
    if (info === undefined) continue;
    // A bad argument counts as none: the text is then longer than the field and refused as unknown.
    const found = bracket(text, name);
    const arg = found && (kind === 'index' ? decimal(found.arg) : variable(found.arg));
    return found === undefined || arg === undefined
      ? { info, length: name.length }
      : { info, arg, length: found.length };
  }
  const cgroup = fields.get('thread.cgroup');
  if (cgroup !== undefined && text.startsWith(cgroup.name) && !text.startsWith('thread.cgroups')) {
    const controller = /^\.([a-zA-Z_]*)/.exec(text.slice(cgroup.name.length));
    if (controller === null) return syntaxError(text);
    return { info: cgroup, arg: controller[1] as string, length: cgroup.name.length + controller[0].length };
  }
  return readLongestName(text, fields);
};

function decimal(arg: ByteString): ByteString | undefined {
  const number = scanSigned(arg, 32);
  return number === undefined ? undefined : String(number);
}

/** A variable's name, or the number of an ancestor. */
function variable(arg: ByteString): ByteString | undefined {
  return /^[0-9]+$/.test(arg) ? decimal(arg) : arg;
}

export const readFdField: FieldReader = (text, fields) => {
  const types = fields.get('fd.types');
  if (types === undefined || !text.startsWith(types.name)) return readLongestName(text, fields);
  const index = bracket(text, types.name);
  if (index === undefined) return { info: types, length: types.name.length };
  const number = scanSigned(index.arg, 64);
  return number === undefined ? notANumber(index.arg) : { info: types, arg: String(number), length: index.length };
};
