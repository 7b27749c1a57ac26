import type { ByteString } from '@saker/core/byte-string.ts';
import { PPME_INFRASTRUCTURE_EVENT_E } from '@saker/schema/event-types.ts';
import { textParam } from '../../params/raw-param.ts';
import { type FieldImpl, NEVER } from '../field.ts';
import { byType, read } from './bind.ts';

const DESCRIPTION = 2;

/** Value of the first `key: value` item of a description; items are separated by semicolons. */
function item(description: ByteString, key: string): ByteString | undefined {
  for (const part of description.split(';')) {
    const text = part.trim();
    if (text.startsWith(key)) return text.slice(text.indexOf(':') + 1);
  }
  return undefined;
}

function secondPart(text: ByteString): ByteString {
  return (text.split(':')[0] as ByteString).trim();
}

/** The image without its digest; one that is a digest itself stays whole. */
function imageName(value: ByteString): ByteString {
  const name = value.split(':')[0] as ByteString;
  if (name.includes('@')) return name.slice(0, name.indexOf('@')).trim();
  return (name.includes('sha256') ? value : name).trim();
}

function infrastructure(name: string, key: string, convert: (value: ByteString) => ByteString): FieldImpl {
  return byType(name, (type) => {
    if (type !== PPME_INFRASTRUCTURE_EVENT_E) return NEVER;
    return read((ctx) => {
      const value = item(textParam(ctx, DESCRIPTION) ?? '', key);
      return value === undefined ? undefined : convert(value);
    });
  });
}

/** Events of container managers in old captures. */
export const INFRASTRUCTURE_FIELDS: readonly FieldImpl[] = [
  infrastructure('evt.infra.docker.name', 'Event', secondPart),
  infrastructure('evt.infra.docker.container.id', 'ID', (value) => secondPart(value).slice(0, 12)),
  infrastructure('evt.infra.docker.container.name', 'name', secondPart),
  infrastructure('evt.infra.docker.container.image', 'Image', imageName),
];
