import { expect, it, vi } from 'vitest';
import type { WorkspaceInfo } from '../../../shared/contract/workspace.ts';
import { fakeTrail, sampleInfo } from '../support/fake-trail.ts';

it('the console’s text and the opened view come back with the workspace, its rows do not', async () => {
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
  first.sqlConsole.write('select 42');
  await first.sqlConsole.run();
  first.saved.takeView('v1');
  await vi.waitFor(() => expect(JSON.stringify(kept)).toContain('select 42'));
  await first.session.close();
  expect(first.sqlConsole.text).not.toBe('select 42');
  expect(first.sqlConsole.result).toBeNull();

  const second = make();
  await second.session.open(granted);
  expect(second.sqlConsole.text).toBe('select 42');
  expect(second.saved.openedViewId).toBe('v1');
  expect(second.sqlConsole.result).toBeNull();
});
