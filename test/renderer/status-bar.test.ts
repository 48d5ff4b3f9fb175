import { page } from 'vitest/browser';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/bridge/errors.ts';
import { parseFilter } from '../../shared/filter/parse.ts';
import { fakeArchive } from './explore/fake-archive.ts';
import { openShell } from './support/open-shell.ts';
import { sampleInfo, type FakeTrail } from './support/fake-trail.ts';

const bar = (): string => (document.querySelector('footer')?.innerText ?? '').replaceAll(/\s+/g, ' ').trim();
const said = async (text: RegExp): Promise<void> => {
  await expect.poll(bar).toMatch(text);
};

function search(trail: FakeTrail, text: string): void {
  trail.explore.narrow(text, { filter: parseFilter(text).filter ?? expect.unreachable() });
}

/** Explore over events of whom none answers `eventName:Nothing`, and a search for `eventName:Broken` fails. */
async function openExplore(): Promise<FakeTrail> {
  const archive = fakeArchive(sampleInfo.events);
  const trail = await openShell({
    answers: {
      ...archive,
      'events.window': (params, context) => {
        const asked = JSON.stringify(params.question.filter);
        if (asked.includes('Broken')) throw new AppError('internal', 'It broke.');
        if (asked.includes('Nothing'))
          return { total: 0, offset: 0, ids: [], columns: params.columns.map(() => []) };
        return archive['events.window']?.(params, context) ?? expect.unreachable();
      },
    },
  });
  trail.screens.go('explore');
  await said(/^2,433 events \d/);
  return trail;
}

describe('the status bar', () => {
  it('says the number of all events once, and counts logs as logs', async () => {
    await openExplore();
    await said(/^2,433 events \d[\d.]* m?s from 110 log files, 2 other files$/);
  });

  it('says of a search without hits that there are none', async () => {
    const trail = await openExplore();
    trail.explore.adjust({ selectedId: '1.2430' });
    await said(/^row 3 of 2,433 /);
    search(trail, 'eventName:Nothing');
    await said(/^0 events .* 2,433 events from 110 log files, 2 other files$/);
    trail.explore.undo();
    await said(/^row 3 of 2,433 /);
  });

  it('says nothing of an answer that failed, and nothing of it on other screens', async () => {
    const trail = await openExplore();
    search(trail, 'eventName:Broken');
    await expect.element(page.getByText('It broke.')).toBeVisible();
    await said(/^2,433 events from 110 log files, 2 other files$/);
    trail.explore.undo();
    await said(/^2,433 events \d/);
    trail.screens.go('evidence');
    await said(/^2,433 events from 110 log files, 2 other files$/);
  });

  it('says nothing of the answer before while the next one is on its way', async () => {
    const archive = fakeArchive(sampleInfo.events);
    let answer = (): void => undefined;
    const trail = await openShell({
      answers: {
        ...archive,
        'events.window': async (params, context) => {
          if (JSON.stringify(params.question.filter).includes('GetObject'))
            await new Promise<void>((resolve) => (answer = resolve));
          return archive['events.window']?.(params, context) ?? expect.unreachable();
        },
      },
    });
    trail.screens.go('explore');
    await said(/^2,433 events \d/);
    search(trail, 'eventName:GetObject');
    await said(/^2,433 events from/);
    answer();
    await said(/^[\d,]+ events \d/);
  });
});
