import { FIELD_CLASSES, HIDDEN_FIELDS } from '@saker/schema/fields.ts';
import { expect, test } from 'vitest';
import { FIELD_IMPLS, lookupField } from './registry.ts';

const catalogue = [...FIELD_CLASSES.flatMap((c) => c.fields), ...HIDDEN_FIELDS].map((f) => f.name);

test('every field of the catalogue has an implementation', () => {
  expect(catalogue.filter((name) => lookupField(name) === undefined)).toEqual([]);
});

test('every implementation is in the catalogue', () => {
  const known = new Set(catalogue);
  expect([...FIELD_IMPLS.keys()].filter((name) => !known.has(name))).toEqual([]);
});
