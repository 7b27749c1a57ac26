import type { Random } from '@saker/core/fuzz/random.ts';

/** Numbers that break arithmetic more often than others. */
const EDGES = [
  0, 1, 3, 4, 7, 8, 11, 12, 25, 26, 27, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000,
  0xffffffff,
];

/** A damaged copy: bytes and numbers replaced, stretches cut, doubled or moved. */
export function mutate(input: Uint8Array, random: Random): Uint8Array {
  let out = new Uint8Array(input);
  for (let times = 1 + (random() % 6); times > 0; times--) out = mutateOnce(out, random);
  return out;
}

function mutateOnce(bytes: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> {
  if (bytes.length < 8) return bytes;
  const at = random() % bytes.length;
  const length = Math.min(1 + (random() % 64), bytes.length - at);
  switch (random() % 7) {
    case 0:
      bytes[at] = random();
      return bytes;
    case 1:
      return number(bytes, at & ~3, 4, random);
    case 2:
      return number(bytes, at & ~1, 2, random);
    case 3:
      return bytes.slice(0, at);
    case 4:
      return joined(bytes.subarray(0, at), bytes.subarray(at + length));
    case 5:
      return joined(bytes.subarray(0, at + length), bytes.subarray(at));
    default:
      bytes.copyWithin(at, random() % bytes.length, (random() % bytes.length) + length);
      return bytes;
  }
}

function number(bytes: Uint8Array<ArrayBuffer>, at: number, width: 2 | 4, random: Random): Uint8Array<ArrayBuffer> {
  if (at + width > bytes.length) return bytes;
  const data = new DataView(bytes.buffer);
  const edge = EDGES[random() % EDGES.length] as number;
  if (width === 2) data.setUint16(at, edge, true);
  else data.setUint32(at, random() % 3 === 0 ? data.getUint32(at, true) + (random() % 9) - 4 : edge, true);
  return bytes;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
