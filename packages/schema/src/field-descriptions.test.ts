import { expect, test } from 'vitest';
import { FIELD_CLASS_DESCRIPTIONS, FIELD_DESCRIPTIONS } from './field-descriptions.ts';
import { FIELD_CLASSES } from './fields.ts';

test('every field has a sentence, and every sentence a field', () => {
  const fields = FIELD_CLASSES.flatMap((fieldClass) => fieldClass.fields.map((field) => field.name));
  expect(fields).toHaveLength(268);
  expect(Object.keys(FIELD_DESCRIPTIONS).sort()).toEqual([...fields].sort());
  for (const text of Object.values(FIELD_DESCRIPTIONS)) expect(text).toMatch(/\.$/);
});

test('every class has a description', () => {
  expect(FIELD_CLASS_DESCRIPTIONS).toHaveLength(FIELD_CLASSES.length);
});
