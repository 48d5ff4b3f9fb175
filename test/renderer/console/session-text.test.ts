import { expect, it, vi } from 'vitest';
import type { WorkspaceInfo } from '../../../shared/contract/workspaces.ts';
import { fakeTrail, sampleInfo } from '../support/fake-trail.ts';

it('the console’s tabs and the opened view come back with the workspace, its rows do not', async () => {
  let kept: Record<string, unknown> | null = null;
  const open = (): WorkspaceInfo => sampleInfo;
  const make = () =>
    fakeTrail({
      info: null,
      answers: {
        'workspace.open': open,
        'workspace.loadState': () => kept,
        'workspace.saveState': ({ state }) => {
          kept = state;
          return {};
        },
        'sql.run': () => ({ rows: 0, isTruncated: false, durationMs: 1 }),
      },
    });
  const granted = { grant: 'grant-0001', label: sampleInfo.path };
  const first = make();
  expect(await first.session.open(granted)).toBe(true);
  first.sqlConsole.current.write('select 42 + $more');
  first.sqlConsole.current.setParameter('more', { type: 'number', value: '7' });
  await first.sqlConsole.current.run();
  first.sqlConsole.add({ text: 'select 43' }).rename('Second');
  first.sqlConsole.step(-1);
  first.saved.takeView('v1');
  await vi.waitFor(() => expect(JSON.stringify(kept)).toContain('Second'));
  await first.session.close();
  expect(first.sqlConsole.tabs.map(({ text }) => text)).not.toContain('select 42 + $more');
  expect(first.sqlConsole.current.result).toBeNull();

  const second = make();
  await second.session.open(granted);
  expect(second.sqlConsole.tabs.map(({ text, name }) => [text, name])).toEqual([
    ['select 42 + $more', null],
    ['select 43', 'Second'],
  ]);
  expect(second.sqlConsole.current.parameters).toEqual([
    { name: 'more', type: 'number', value: '7', problem: null },
  ]);
  expect(second.saved.openedViewId).toBe('v1');
  expect(second.sqlConsole.current.result).toBeNull();
});
