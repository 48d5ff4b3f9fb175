import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../../support/temp.ts';
import { inWords, standingOut } from './standing-out.ts';

const samples =
  process.env['TRAILGLASS_SAMPLES'] ??
  fileURLToPath(new URL('../../../../../shared/samples', import.meta.url));
const invictus = join(samples, 'invictus-attack-2023');

/** The workspace goes beside the evidence, so it is read from a copy. */
function copied(path: string): string {
  const to = join(tempFolder('trailglass-samples'), 'evidence');
  cpSync(path, to, { recursive: true });
  return to;
}

describe('what stands out in the samples', () => {
  it.skipIf(!existsSync(invictus))('names the deeds of invictus-attack-2023', async () => {
    const { lines, found, close, tookMs } = await standingOut(copied(invictus));
    console.log(lines.map(inWords).join('\n'), tookMs);
    for (const line of lines) expect([line.id, await found(line)]).toEqual([line.id, line.count]);
    await close();
  });
});
