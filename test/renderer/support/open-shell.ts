import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { expect } from 'vitest';
import Shell from '../../../renderer/app/Shell.svelte';
import { makeActions } from '../../../renderer/services/actions.ts';
import { Intake } from '../../../renderer/services/intake.svelte.ts';
import { ThemeChoice } from '../../../renderer/services/theme.svelte.ts';
import { ZoneChoice } from '../../../renderer/services/zone.svelte.ts';
import { features } from '../../../renderer/app/features.ts';
import Harness from './Harness.svelte';
import { fakeTrail, sampleInfo, type FakeTrail, type FakeTrailOptions } from './fake-trail.ts';
import { ledgerRow, sampleSources, sampleSummary } from './inventory.ts';

/** What the scope bar is told of the archive. */
export const places = {
  total: 2_433,
  accounts: [
    { value: '342082656213', count: 2_000 },
    { value: '730335217312', count: 433 },
  ],
  regions: [
    { value: 'us-east-1', count: 1_200 },
    { value: 'eu-west-1', count: 1_233 },
  ],
  hides: { serviceCalls: 27_408, withoutConsequence: 1_204 },
  hiddenGlobalEvents: 0,
};

/** The shell of an open workspace with the evidence page in front. */
export async function openShell(options: FakeTrailOptions = {}): Promise<FakeTrail> {
  const trail = fakeTrail({
    ...options,
    answers: {
      'places.scope': ({ question }) => ({
        ...places,
        hiddenGlobalEvents: question.scope.regions === null ? 0 : 312,
      }),
      'ledger.summary': () => sampleSummary,
      'ledger.sources': () => sampleSources,
      'ledger.problems': () => [],
      'ledger.list': ({ offset, limit, status }) => {
        const total = status === 'refused' ? 1 : 118;
        const ids = Array.from({ length: Math.min(limit, total - offset) }, (_, at) => offset + at);
        return { total, rows: ids.map((id) => ledgerRow(status === 'refused' ? 3 : id)) };
      },
      ...options.answers,
    },
  });
  trail.screens.go('evidence');
  const theme = new ThemeChoice(trail.host);
  const zone = new ZoneChoice(trail.host);
  const actions = makeActions(trail, new Intake(trail.engine));
  const props = { info: { ...sampleInfo, ...options.info }, actions, theme, zone, onabout: () => undefined };
  await render(Harness, { props: { trail, features, component: Shell as never, props: props as never } });
  await expect.element(page.getByRole('table').first()).toBeVisible();
  return trail;
}
