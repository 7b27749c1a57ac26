import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FD_FILE_V2, FdInfo, PPM_O_CLOEXEC } from './fd-info.ts';
import { FdTable, fdTableCounters, MAX_FDS } from './fd-table.ts';

function file(name: string, openFlags = 0): FdInfo {
  const info = new FdInfo(FD_FILE_V2);
  info.name = name;
  info.openFlags = openFlags;
  return info;
}

function content(table: FdTable): [number, string][] {
  const out: [number, string][] = [];
  table.forEach((fd, info) => {
    out.push([fd, info.name]);
  });
  return out;
}

const numbers = fc.constantFrom(0, 1, 2, 3, 31, 32, 255, 1023, 1024, 4095, 4096, 1_000_000);
const steps = fc.array(
  fc.oneof(
    fc.record({ op: fc.constant('set' as const), table: fc.nat(3), fd: numbers, cloexec: fc.boolean() }),
    fc.record({ op: fc.constant('delete' as const), table: fc.nat(3), fd: numbers }),
    fc.record({ op: fc.constant('rename' as const), table: fc.nat(3), fd: numbers }),
    fc.record({ op: fc.constant('fork' as const), table: fc.nat(3) }),
    fc.record({ op: fc.constant('exec' as const), table: fc.nat(3) }),
  ),
  { maxLength: 60 },
);

test('tables that share storage behave like separate maps', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const tables: FdTable[] = [new FdTable()];
      const models: Map<number, { name: string; cloexec: boolean }>[] = [new Map()];
      for (const [at, step] of list.entries()) {
        const index = step.table % tables.length;
        const table = tables[index] as FdTable;
        const model = models[index] as Map<number, { name: string; cloexec: boolean }>;
        const name = `n${at}`;
        if (step.op === 'set') {
          table.set(step.fd, file(name, step.cloexec ? PPM_O_CLOEXEC : 0));
          model.set(step.fd, { name, cloexec: step.cloexec });
        } else if (step.op === 'delete') {
          expect(table.delete(step.fd)).toBe(model.delete(step.fd));
        } else if (step.op === 'rename') {
          const info = table.get(step.fd);
          if (info !== undefined) table.own(step.fd, info).name = name;
          const known = model.get(step.fd);
          if (known !== undefined) model.set(step.fd, { ...known, name });
        } else if (step.op === 'fork') {
          if (tables.length < 4) {
            tables.push(table.fork());
            models.push(new Map(model));
          }
        } else {
          table.dropCloseOnExec();
          for (const [fd, info] of model) if (info.cloexec) model.delete(fd);
        }
      }
      for (const [i, table] of tables.entries()) {
        const model = models[i] as Map<number, { name: string }>;
        const expected = [...model].map(([fd, info]) => [fd, info.name]).sort((a, b) => Number(a[0]) - Number(b[0]));
        expect(content(table)).toEqual(expected);
        expect(table.size).toBe(model.size);
      }
    }),
  );
});

test('a full table takes no new numbers, and counts them', () => {
  const table = new FdTable();
  for (let fd = 0; fd < MAX_FDS; fd++) expect(table.set(fd, file('x'))).toBe(true);
  const before = fdTableCounters.dropped;
  expect(table.set(MAX_FDS, file('y'))).toBe(false);
  expect(table.set(5, file('z'))).toBe(true);
  expect(table.size).toBe(MAX_FDS);
  expect(table.get(MAX_FDS)).toBeUndefined();
  expect(fdTableCounters.dropped).toBe(before + 1);
});

test('negative numbers are an ordinary entry', () => {
  const table = new FdTable();
  expect(table.get(-1)).toBeUndefined();
  table.set(-22, file('failed'));
  expect(table.get(-22)?.name).toBe('failed');
  expect(table.size).toBe(1);
});
