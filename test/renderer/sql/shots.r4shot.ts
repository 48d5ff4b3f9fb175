import { test, vi, expect } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import SqlPage from '../../../renderer/features/sql/SqlPage.svelte';
import FilterBar from '../../../renderer/features/explore/FilterBar.svelte';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { viewState } from '../../../renderer/features/explore/view-state.ts';
import { freshState } from '../../../renderer/state/explore.svelte.ts';
import { fakeSaved } from '../support/fake-saved.ts';
import { fakeTrail } from '../support/fake-trail.ts';
import Harness from '../support/Harness.svelte';
import { stubRun, stubSchema } from './stub-engine.ts';
const q = (name: string, sql: string) => ({
  kind: 'query' as const,
  id: name,
  name,
  sql,
  createdAt: '',
  updatedAt: '',
});
const wait = (ms: number) => new Promise((r) => setTimeout(r, ms));
const shot = (n: string) => page.screenshot({ path: `/tmp/shots/r4-${n}.png` });
test.each(['dark', 'light'])('sql %s', async (theme) => {
  await page.viewport(theme === 'dark' ? 1392 : 976, theme === 'dark' ? 800 : 600);
  document.documentElement.dataset['theme'] = theme;
  const keeper = fakeSaved([
    q('Root use in the first hour', 'select 2'),
    q('Keys from new addresses, by day', 'select 1'),
  ]);
  const trail = fakeTrail({
    answers: { ...keeper.answers, 'sql.run': stubRun, 'sql.schema': () => stubSchema },
  });
  await trail.saved.load();
  trail.sqlConsole.open(
    "select eventName, count(*) as calls, /* 12345 rows */\n  any_value(userIdentity.arn) as arn -- who\nfrom events\nwhere errorCode is not null and awsRegion = 'us-east-1'\ngroup by all order by 2 desc",
    'Root use in the first hour',
  );
  await render(Harness, { trail, component: SqlPage });
  await trail.sqlConsole.run();
  await wait(300);
  await shot(`sql-${theme}`);
  trail.sqlConsole.write('select 1,\n  eventNam from events');
  await trail.sqlConsole.run();
  await page.getByRole('tab', { name: 'Tables' }).click();
  await wait(300);
  await shot(`sql-fail-${theme}`);
  trail.sqlConsole.write('select /* 5000 rows */ slow');
  void trail.sqlConsole.run();
  const box = document.querySelector<HTMLElement>('.cm-content')!;
  box.focus();
  await userEvent.keyboard('{Control>}{End}{/Control} from events where issuer');
  await wait(500);
  await shot(`sql-run-${theme}`);
  trail.sqlConsole.cancel();
});
test.each(['dark', 'light'])('bar %s', async (theme) => {
  await page.viewport(theme === 'dark' ? 1000 : 760, 420);
  document.documentElement.dataset['theme'] = theme;
  const view = (name: string) => ({
    kind: 'view' as const,
    id: name,
    name,
    createdAt: '',
    updatedAt: '',
    state: viewState(freshState),
  });
  const keeper = fakeSaved([view('Deletions'), view('Night calls without the usual suspects and roles')]);
  const trail = fakeTrail({
    answers: {
      ...keeper.answers,
      'values.suggest': () => [
        { value: 'DeleteTrail', count: 1204 },
        { value: 'DeleteBucketPolicy', count: 33 },
        { value: 'Delete\u202Etxt', count: 2 },
      ],
    },
  });
  await trail.saved.load();
  trail.saved.takeView('Deletions');
  trail.explore.narrow('x', {
    filter: parseFilter(
      'eventName:Delete* and not userIdentity.type:AWSService and sourceIPAddress:10.0.0.0/8 and (errorCode:* or readOnly:true) and eventTime>=2023-07-10',
    ).filter!,
  });
  await render(Harness, { trail, component: FilterBar });
  const box = document.querySelector<HTMLElement>('.cm-content')!;
  await wait(100);
  await shot(`bar-${theme}`);
  await page.getByRole('button', { name: /Deletions/ }).click();
  await wait(100);
  await shot(`bar-views-${theme}`);
  await userEvent.keyboard('{Escape}');
  box.focus();
  await userEvent.keyboard('{End} and eventNam:x{Enter}');
  await wait(700);
  await userEvent.hover(document.querySelector('.cm-lintRange-error')!);
  await wait(600);
  await shot(`bar-problem-${theme}`);
  await userEvent.keyboard('{Escape}{Control>}a{/Control}sess');
  await wait(400);
  await userEvent.keyboard('{ArrowDown}');
  await wait(300);
  await shot(`bar-fields-${theme}`);
  await userEvent.keyboard('{Control>}a{/Control}eventName:del');
  await wait(500);
  await shot(`bar-values-${theme}`);
});
