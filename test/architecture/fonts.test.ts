import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { importsOf } from './imports.ts';
import { root, sourcesOf } from './project-files.ts';

/** W3C, WOFF File Format 2.0, section 4.1: the number of GSUB among the known tags, of glyf and of loca. */
const [gsub, glyf, loca, ownTag] = [28, 10, 11, 63];
const untransformed = 3;

/** The features by which glyphs are replaced, as the font file lists them (WOFF2 4, OpenType “GSUB”). */
function featuresOf(file: Buffer): ReadonlySet<string> {
  expect(file.toString('latin1', 0, 4)).toBe('wOF2');
  let at = 48;
  const number = (): number => {
    let value = 0;
    for (;;) {
      const byte = file.readUInt8(at++);
      value = value * 128 + (byte & 0x7f);
      if (byte < 128) return value;
    }
  };
  let offset = 0;
  let tableAt = -1;
  for (let table = 0; table < file.readUInt16BE(12); table++) {
    const flags = file.readUInt8(at++);
    const [known, version] = [flags & 0x3f, flags >> 6];
    const isGsub = known === gsub || (known === ownTag && file.toString('latin1', at, (at += 4)) === 'GSUB');
    const length = number();
    const isOutline = known === glyf || known === loca;
    const isTransformed = isOutline ? version !== untransformed : version !== 0;
    const stored = isTransformed ? number() : length;
    if (isGsub) tableAt = offset;
    offset += stored;
  }
  const tables = brotliDecompressSync(file.subarray(at, at + file.readUInt32BE(20)));
  expect(tables.length).toBe(offset);
  const list = tableAt + tables.readUInt16BE(tableAt + 6);
  const count = tables.readUInt16BE(list);
  return new Set(
    Array.from({ length: count }, (_, n) => tables.toString('latin1', list + 2 + n * 6, list + 6 + n * 6)),
  );
}

const bundled = sourcesOf('renderer')
  .flatMap(importsOf)
  .flatMap(({ specifier = '' }) => (specifier.includes('.woff2') ? [specifier.replace(/\?.*/, '')] : []));
const fileOf = (specifier: string): Buffer => readFileSync(join(root, 'node_modules', specifier));

describe('the bundled type', () => {
  test('is Inter for the interface and JetBrains Mono for records', () => {
    expect(bundled.filter((name) => name.startsWith('inter-ui/'))).toHaveLength(2);
    expect(bundled.filter((name) => name.startsWith('@fontsource-variable/jetbrains-mono/'))).toHaveLength(4);
  });

  test.each(bundled.filter((name) => name.startsWith('inter-ui/')))(
    '%s has figures of one width, the slashed zero and the l with a tail',
    (name) => {
      expect([...featuresOf(fileOf(name))]).toEqual(expect.arrayContaining(['tnum', 'zero', 'cv05']));
    },
  );
});
