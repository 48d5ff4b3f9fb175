import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import CommandPalette from '../../renderer/app/CommandPalette.svelte';
import { makeActions } from '../../renderer/services/actions.ts';
import { Intake } from '../../renderer/services/intake.svelte.ts';
import { printFilter } from '../../shared/filter/print.ts';
import { wholeScope } from '../../shared/contract/common.ts';
import type { EngineHandlers } from '../../shared/contract/index.ts';
import Harness from './support/Harness.svelte';
import { fakeTrail, type FakeTrailOptions } from './support/fake-trail.ts';

async function open(answers: Partial<EngineHandlers> = {}, options: FakeTrailOptions = {}) {
  const trail = fakeTrail({ answers, ...options });
  const actions = makeActions(trail, new Intake(trail.engine));
  const openWorkspace = vi.fn(() => Promise.resolve());
  const props = { isOpen: true, onclose: () => undefined, actions: { ...actions, openWorkspace } };
  await render(Harness, { props: { trail, component: CommandPalette, props } });
  return { trail, openWorkspace };
}
const type = (text: string): Promise<void> => page.getByRole('combobox', { name: 'Command' }).fill(text);
const option = (name: string | RegExp) => page.getByRole('option', { name });

beforeEach(() => page.viewport(1_440, 900));

describe('a pasted address', () => {
  it('offers its page with how many events have it', async () => {
    const asked = vi.fn();
    const { trail } = await open({
      'events.count': ({ question }) => {
        asked(printFilter(question.filter), question.scope);
        return { total: 37 };
      },
    });
    await type('203.0.113.7');
    await expect.element(option('Open source IP page of 203.0.113.7 37 events')).toBeVisible();
    expect(asked).toHaveBeenCalledWith('sourceIPAddress:203.0.113.7', wholeScope);
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(trail.screens.current).toBe('profile'));
    expect(trail.screens.params).toEqual({ kind: 'address', value: '203.0.113.7' });
  });

  it('offers a search for it', async () => {
    const { trail } = await open();
    trail.explore.narrow('maya', { filter: { kind: 'text', text: 'maya' } });
    trail.screens.go('sql');
    await type('203.0.113.7');
    await option('Search for IP address 203.0.113.7').click();
    await vi.waitFor(() =>
      expect(printFilter(trail.explore.state.filter)).toBe('sourceIPAddress:203.0.113.7'),
    );
    expect(trail.screens.current).toBe('explore');
  });

  it('stops counting what was typed over', async () => {
    const stopped = vi.fn();
    await open({
      'events.count': ({ question }, { signal }) =>
        printFilter(question.filter).endsWith('.7')
          ? new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => {
                stopped();
                reject(new Error('over'));
              });
            })
          : { total: 2 },
    });
    await type('203.0.113.7');
    await expect.element(option(/^Open source IP page of 203.0.113.7 counting …/)).toBeVisible();
    await new Promise((resolve) => setTimeout(resolve, 250));
    await type('203.0.113.8');
    await expect.element(option('Open source IP page of 203.0.113.8 2 events')).toBeVisible();
    expect(stopped).toHaveBeenCalledOnce();
  });
});

describe('anything else', () => {
  const id = '11111111-2222-3333-4444-555555555555';

  it('an ID shows its event', async () => {
    const { trail } = await open({
      'events.count': () => ({ total: 1 }),
      'events.window': ({ offset }) => ({ total: 1, offset, ids: ['3.14'], columns: [] }),
    });
    await type(id);
    await option(`Show the event ${id} 1 event`).click();
    await vi.waitFor(() => expect(trail.explore.state.selectedId).toBe('3.14'));
    expect(trail.screens.current).toBe('explore');
    expect(printFilter(trail.explore.state.filter)).toBe('');
  });

  it('a time is gone to', async () => {
    const { trail } = await open();
    await type('2023-07-10 11:58');
    await option('Go to 2023-07-10 11:58:00 UTC ± 5 minutes').click();
    const micros = Date.UTC(2023, 6, 10, 11, 58) * 1_000;
    await vi.waitFor(() =>
      expect(trail.explore.state.scope.range).toEqual({
        fromMicros: micros - 300_000_000,
        toMicros: micros + 301_000_000,
      }),
    );
  });

  it('text is searched for in all records', async () => {
    const { trail } = await open();
    await type('ransom note');
    await option('Search all records for “ransom note”').click();
    await vi.waitFor(() => expect(trail.explore.state.filter).toEqual({ kind: 'text', text: 'ransom note' }));
  });

  it('is looked for in a workspace of before while none is open', async () => {
    const { trail, openWorkspace } = await open(
      {},
      {
        info: null,
        host: {
          'host.recent': () => [
            {
              ...{ granted: { grant: 'grant-new1', label: '/cases/acme' }, title: 'acme-breach' },
              ...{ openedAt: '2024-03-01T10:00:00Z', isThere: true, summary: null },
            },
          ],
        },
      },
    );
    await type('AKIAIOSFODNN7EXAMPLE');
    await option(/^Look for it in acme-breach/).click();
    await vi.waitFor(() => expect(openWorkspace).toHaveBeenCalledOnce());
    expect(trail.session.info).toBeNull();
  });
});

it('stays where it is while what it holds changes', async () => {
  await open();
  const top = (): number => document.querySelector('dialog')!.getBoundingClientRect().top;
  const before = top();
  await type('zzzz nothing is called that');
  expect(top()).toBe(before);
});
