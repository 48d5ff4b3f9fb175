import { describe, expect, it } from 'vitest';
import { quietOf, storyKinds, storyOf, type Story } from '../../../support/stories/stories.ts';
import { logFile } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';
import { inWords, standingOut } from './standing-out.ts';

/** `STORIES=200` and `QUIET=50` are the long form. */
const storyCount = Number(process.env['STORIES'] ?? 24);
const quietCount = Number(process.env['QUIET'] ?? 6);

const evidence = ({ records }: Story): string =>
  writeFiles(tempFolder('trailglass-story'), { 'log.json.gz': logFile(records) });

interface Judged {
  readonly kind: string;
  /** Lines above the one that names the cause; undefined where none does. */
  readonly above: number | undefined;
  /** Lines above low, and those of them that speak of the cause. */
  readonly grave: number;
  readonly right: number;
  readonly words: readonly string[];
}

async function judged(story: Story): Promise<Judged> {
  const { lines, eventsOf, close } = await standingOut(evidence(story));
  const speaks: boolean[] = [];
  for (const line of lines) {
    const ids = await eventsOf(line);
    const hits = ids.filter((id) => id !== null && story.cause.has(id)).length;
    speaks.push(hits > 0 && hits * 2 >= ids.length);
  }
  await close();
  const first = speaks.indexOf(true);
  const grave = lines
    .map(({ severity }, at) => ({ severity, at }))
    .filter(({ severity }) => 'CHM'.includes(severity));
  return {
    kind: story.kind,
    above: first < 0 ? undefined : first,
    grave: grave.length,
    right: grave.filter(({ at }) => speaks[at]).length,
    words: lines.slice(0, 6).map(inWords),
  };
}

const isNamed = ({ above }: Judged): boolean => above !== undefined && above <= 3;

describe('what stands out', () => {
  it('names the cause of stories within four lines', async () => {
    const all: Judged[] = [];
    for (let seed = 0; seed < storyCount; seed += 1) all.push(await judged(storyOf(seed)));
    const recall = all.filter(isNamed).length / all.length;
    const precision =
      all.reduce((sum, { right }) => sum + right, 0) /
      Math.max(
        1,
        all.reduce((sum, { grave }) => sum + grave, 0),
      );
    const misses = all
      .filter((one) => !isNamed(one))
      .map(({ kind, words }) => `${kind}:\n  ${words.join('\n  ')}`);
    console.log(
      `recall ${recall.toFixed(3)} precision ${precision.toFixed(3)} of ${all.length}`,
      misses.join('\n'),
    );
    expect(new Set(all.map(({ kind }) => kind)).size).toBe(Math.min(storyCount, storyKinds.length));
    expect(recall).toBeGreaterThanOrEqual(0.95);
    expect(precision).toBeGreaterThanOrEqual(0.8);
  });

  it('says nothing above low of quiet archives', async () => {
    const all: Judged[] = [];
    for (let seed = 0; seed < quietCount; seed += 1) all.push(await judged(quietOf(seed)));
    const quiet = all.filter(({ grave }) => grave === 0);
    console.log(
      `quiet ${quiet.length} of ${all.length}`,
      all
        .filter(({ grave }) => grave > 0)
        .map(({ words }) => words.join('\n  '))
        .join('\n'),
    );
    expect(quiet.length / all.length).toBeGreaterThanOrEqual(0.9);
  });
});
