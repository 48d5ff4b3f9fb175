import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import FacetPanel from '../../../../renderer/features/explore/facets/FacetPanel.svelte';
import { AppError } from '../../../../shared/bridge/errors.ts';
import { facetSelection } from '../../../../shared/filter/facet-selection.ts';
import { parseFilter } from '../../../../shared/filter/parse.ts';
import { findings } from '../../support/axe.ts';
import Harness from '../../support/Harness.svelte';
import { fakeTrail } from '../../support/fake-trail.ts';
import { listFacets } from './answers.ts';

async function show(query = '', answer: typeof listFacets = listFacets) {
  const trail = fakeTrail({ answers: { 'facets.list': answer } });
  const { filter } = parseFilter(query);
  if (filter) trail.explore.adjust({ filter });
  await render(Harness, { trail, component: FacetPanel, widthPx: 260 });
  const asked = () => trail.calls.filter((call) => call.name === 'facets.list').map((call) => call.params);
  const selected = (field: string) => facetSelection(trail.explore.state.filter, field);
  return { trail, asked, selected };
}

const card = (name: string) => page.getByRole('region', { name, exact: true });
const value = (name: RegExp | string) => page.getByRole('checkbox', { name });
const namesIn = (field: string) =>
  card(field)
    .getByRole('checkbox')
    .elements()
    .map((element) => element.getAttribute('aria-label'));

describe('what is asked', () => {
  it('asks for each open card in sight by itself, so that each shows when it is ready', async () => {
    let release: (() => void) | undefined;
    const { asked } = await show('', async (params, context) => {
      if (params.facets[0]?.field === 'eventName') await new Promise<void>((resolve) => (release = resolve));
      return listFacets(params, context);
    });
    await expect.element(value('s3.amazonaws.com, 1,204')).toBeVisible();
    expect(namesIn('Event name')).toEqual([]);
    await expect
      .element(card('Event name').getByRole('button', { name: 'Stop counting Event name' }))
      .toBeVisible();
    release?.();
    await expect.element(value(/^DescribeInstances/)).toBeVisible();
    const facets = asked().map((params) => (params as { facets: { field: string; limit: number }[] }).facets);
    expect(facets.every((list) => list.length === 1 && list[0]?.limit === 5)).toBe(true);
    expect(new Set(facets.map((list) => list[0]?.field)).size).toBe(facets.length);
  });

  it('stops counting when the filter moves on, and when the person says so', async () => {
    const aborted: string[] = [];
    const { trail } = await show('', (params, { signal }) => {
      const field = params.facets[0]?.field ?? '';
      if (field !== 'eventName') return listFacets(params, { signal, report: () => undefined });
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted.push(JSON.stringify(params.question.filter));
          reject(new AppError('cancelled', 'stopped'));
        });
      });
    });
    const stop = card('Event name').getByRole('button', { name: 'Stop counting Event name' });
    await expect.element(stop).toBeVisible();
    const { filter } = parseFilter('errorCode:*');
    trail.explore.narrow('on', { filter: filter! });
    await vi.waitFor(() => expect(aborted).toHaveLength(1));
    await stop.click();
    await vi.waitFor(() => expect(aborted).toHaveLength(2));
    await expect.element(card('Event name')).toHaveTextContent('Not counted.');
    await card('Event name').getByRole('button', { name: 'Count', exact: true }).click();
    await expect.element(stop).toBeVisible();
  });

  it('asks for a card only once it is open, and remembers that it is', async () => {
    const { asked } = await show();
    await page.getByRole('button', { name: 'Read-only' }).click();
    await expect.element(value('false, 433')).toBeVisible();
    expect(JSON.stringify(asked()[0])).not.toContain('readOnly');
    expect(localStorage.getItem('trailglass.facets')).toContain('{"field":"readOnly","isOpen":true');
    await page.getByRole('button', { name: 'Read-only' }).click();
    await expect.element(value('false, 433')).not.toBeInTheDocument();
  });

  it('shows more in steps and says how many there are', async () => {
    await show();
    const action = card('Event name');
    await action.getByRole('button', { name: 'Show more (5 of 64)' }).click();
    await action.getByRole('button', { name: 'Show more (20 of 64)' }).click();
    await action.getByRole('button', { name: 'Show more (50 of 64)' }).click();
    await vi.waitFor(() => expect(namesIn('Event name')).toHaveLength(64));
    await expect.element(action.getByRole('button', { name: /Show more/ })).not.toBeInTheDocument();
  });

  it('turns to the rarest first', async () => {
    await show();
    await card('Service')
      .getByRole('button', { name: /^Most frequent first/ })
      .click();
    await vi.waitFor(() => expect(namesIn('Service')[0]).toBe('ec2.amazonaws.com, 7'));
  });

  it('searches inside a card', async () => {
    await show();
    await card('Event name').getByRole('button', { name: 'Search the values of Event name' }).click();
    await card('Event name').getByRole('textbox', { name: 'Search in Event name' }).fill('userpol');
    await vi.waitFor(() => expect(namesIn('Event name')).toEqual(['PutUserPolicy, 3,880']));
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(namesIn('Event name')).toHaveLength(5));
    await userEvent.keyboard('{Escape}');
    await expect.element(card('Event name').getByRole('textbox')).not.toBeInTheDocument();
    await expect.element(card('Event name').getByRole('button', { name: /^Event name/ })).toHaveFocus();
  });
});

describe('by mouse', () => {
  it('a click includes a value, another takes it back', async () => {
    const { selected, trail } = await show();
    await value(/^iam/).click();
    expect(selected('eventSource').included).toEqual(['iam.amazonaws.com']);
    await expect.element(value(/^iam/)).toHaveAttribute('aria-checked', 'true');
    await value(/^s3/).click();
    expect(selected('eventSource').included).toEqual(['iam.amazonaws.com', 's3.amazonaws.com']);
    await value(/^iam/).click();
    await value(/^s3/).click();
    expect(selected('eventSource').included).toEqual([]);
    expect(trail.explore.past.map((step) => step.label)[0]).toBe('Service: iam.amazonaws.com');
  });

  it('Alt+click and the minus leave a value out', async () => {
    const { selected } = await show();
    await value(/^iam/).click({ modifiers: ['Alt'] });
    expect(selected('eventSource').excluded).toEqual(['iam.amazonaws.com']);
    await value(/^sts/).hover();
    await page.getByRole('button', { name: 'Leave out sts.amazonaws.com' }).click();
    expect(selected('eventSource').excluded).toEqual(['iam.amazonaws.com', 'sts.amazonaws.com']);
    await expect.element(value('sts.amazonaws.com, 96, left out')).toBeVisible();
  });

  it('“only” replaces what was chosen, the clear button drops it', async () => {
    const { selected } = await show('eventSource:(iam.amazonaws.com or sts.amazonaws.com)');
    await value(/^s3/).hover();
    await page.getByRole('button', { name: 'Only s3.amazonaws.com' }).click();
    expect(selected('eventSource').included).toEqual(['s3.amazonaws.com']);
    await card('Service').getByRole('button', { name: 'Clear the filter on Service' }).click();
    expect(selected('eventSource').included).toEqual([]);
  });

  it('a missing value is “(none)” and can be chosen', async () => {
    const { selected } = await show();
    await value('(none), 2,100').click();
    expect(selected('errorCode').included).toEqual([null]);
    await expect.element(value('(none), 2,100')).toHaveAttribute('aria-checked', 'true');
  });

  it('a right click opens the value menu at the value', async () => {
    const { trail } = await show();
    await value(/^iam/).click({ button: 'right' });
    expect(trail.valueMenu.open?.target).toEqual({ field: 'eventSource', value: 'iam.amazonaws.com' });
  });
});

describe('by keyboard', () => {
  it('one stop a card, arrows inside it, keys that act', async () => {
    const { selected, trail } = await show();
    await expect.element(value(/^s3/)).toBeVisible();
    const stops = card('Service')
      .getByRole('checkbox')
      .elements()
      .filter((element) => (element as HTMLElement).tabIndex === 0);
    expect(stops).toHaveLength(1);
    (stops[0] as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(value(/^iam/)).toHaveFocus();
    await userEvent.keyboard(' ');
    expect(selected('eventSource').included).toEqual(['iam.amazonaws.com']);
    await userEvent.keyboard('{End}x');
    expect(selected('eventSource').excluded).toEqual(['ec2.amazonaws.com']);
    await userEvent.keyboard('{Home}o');
    expect(selected('eventSource')).toEqual({ included: ['s3.amazonaws.com'], excluded: [] });
    await userEvent.keyboard('{Home}{Enter}');
    expect(selected('eventSource').included).toEqual([]);
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    expect(trail.valueMenu.open?.target).toEqual({ field: 'eventSource', value: 's3.amazonaws.com' });
  });
});

describe('a long tail', () => {
  it('is turned in pages, rare first too, and searched', async () => {
    const { asked } = await show();
    const ip = card('Source IP');
    await ip.getByRole('button', { name: 'Show more (5 of 1,450)' }).click();
    await ip.getByRole('button', { name: 'Show more (20 of 1,450)' }).click();
    await ip.getByRole('button', { name: 'Show more (50 of 1,450)' }).click();
    await expect.element(ip).toHaveTextContent('1–200 of 1,450');
    for (let turns = 0; turns < 7; turns += 1)
      await ip.getByRole('button', { name: 'Values after these' }).click();
    await expect.element(ip).toHaveTextContent('1,401–1,450 of 1,450');
    expect(namesIn('Source IP').at(-1)).toBe('10.0.5.169, 551');
    await expect.element(ip.getByRole('button', { name: 'Values after these' })).toBeDisabled();
    await ip.getByRole('button', { name: /^Most frequent first/ }).click();
    await expect.element(ip).toHaveTextContent('1–200 of 1,450');
    await vi.waitFor(() => expect(namesIn('Source IP')[0]).toBe('10.0.5.169, 551'));
    await ip.getByRole('button', { name: 'Search the values of Source IP' }).click();
    await ip.getByRole('textbox', { name: 'Search in Source IP' }).fill('10.0.5.16');
    await vi.waitFor(() => expect(namesIn('Source IP')).toHaveLength(11));
    expect(asked().length).toBeGreaterThan(8);
  });
});

describe('which facets there are', () => {
  it('is the person’s choice, is remembered, and paths can be facets', async () => {
    await show();
    await page.getByRole('button', { name: 'Choose the facets' }).click();
    const picker = page.getByRole('dialog', { name: 'Facets of the panel' });
    await picker.getByRole('textbox').fill('requestParameters.bucketName');
    await userEvent.keyboard('{Enter}');
    await expect.element(value('logs, 433')).toBeVisible();
    await picker.getByRole('textbox').fill('mfa');
    await picker.getByRole('checkbox', { name: /mfaAuthenticated/ }).click();
    expect(await findings()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    const titles = (): (string | null | undefined)[] =>
      page
        .getByRole('heading', { level: 3 })
        .elements()
        .map((element) => element.closest('section')?.getAttribute('aria-label'));
    expect(titles().slice(0, 3)).toEqual(['MFA', 'Bucket', 'Principal']);
    const bucket = card('Bucket').getByRole('button', { name: /distinct values$/ });
    (bucket.element() as HTMLElement).focus();
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}');
    await vi.waitFor(() => expect(titles()[0]).toBe('Bucket'));
    await expect.element(bucket).toHaveFocus();
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    await page.getByRole('menuitem', { name: 'Move down' }).click();
    await vi.waitFor(() => expect(titles()[1]).toBe('Bucket'));
    const stored = JSON.parse(localStorage.getItem('trailglass.facets') ?? '[]') as { field: string }[];
    expect(stored[1]?.field).toBe('requestParameters.bucketName');
    (bucket.element() as HTMLElement).focus();
    await userEvent.keyboard('{Delete}');
    await vi.waitFor(() => expect(titles()).not.toContain('Bucket'));
    await page.getByRole('button', { name: 'Choose the facets' }).click();
    await picker.getByRole('button', { name: 'Usual facets' }).click();
    await vi.waitFor(() => expect(titles()[0]).toBe('Principal'));
  });

  it('survives whatever stands in the storage', async () => {
    localStorage.setItem(
      'trailglass.facets',
      JSON.stringify([{ field: 'a b' }, 7, { field: 'eventName', isOpen: true }]),
    );
    await show();
    await expect.element(value(/^DescribeInstances/)).toBeVisible();
    expect(page.getByRole('heading', { level: 3 }).elements()).toHaveLength(1);
  });
});

describe('by keyboard from card to card', () => {
  it('titles and values are one walk, PageDown goes to the next title, f searches, r turns the order', async () => {
    await show();
    await expect.element(value(/^s3/)).toBeVisible();
    const title = page.getByRole('button', { name: /^Service/ });
    (title.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(value(/^s3/)).toHaveFocus();
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(title).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{End}{ArrowDown}');
    const next = page.getByRole('button', { name: /^Region/ });
    await expect.element(next).toHaveFocus();
    await userEvent.keyboard('{PageUp}');
    await expect.element(title).toHaveFocus();
    (page.getByRole('button', { name: /^Principal/ }).element() as HTMLElement).focus();
    await userEvent.keyboard('{PageDown}f');
    await expect.element(page.getByRole('textbox', { name: 'Search in Event name' })).toHaveFocus();
    (title.element() as HTMLElement).focus();
    await userEvent.keyboard('r');
    await vi.waitFor(() => expect(namesIn('Service')[0]).toBe('ec2.amazonaws.com, 7'));
  });
});

describe('the scope bar', () => {
  it('marks what it chose, also values without any event', async () => {
    const { trail } = await show();
    trail.explore.narrowScope('scope', { regions: ['us-east-1', 'ap-south-1'] });
    const region = card('Region');
    (region.element() as HTMLElement).scrollIntoView();
    await expect.element(region).toHaveTextContent('2 chosen in the scope bar');
    await vi.waitFor(() =>
      expect(namesIn('Region')).toEqual([
        'us-east-1, 1,800, chosen in the scope bar',
        'eu-west-1, 633',
        'ap-south-1, 0, chosen in the scope bar',
      ]),
    );
  });
});

describe('selected values', () => {
  it('stay visible with zero when nothing has them any more', async () => {
    await show('eventSource:kms.amazonaws.com');
    await expect.element(value('kms.amazonaws.com, 0')).toHaveAttribute('aria-checked', 'true');
  });

  it('have one line each, even when the filter contradicts itself', async () => {
    await show('eventSource:kms.amazonaws.com and not eventSource:kms.amazonaws.com');
    await expect.element(value(/^s3/)).toBeVisible();
    expect(namesIn('Service').filter((name) => name?.startsWith('kms'))).toEqual(['kms.amazonaws.com, 0']);
  });

  it('beyond the end of a list get their count', async () => {
    const { asked } = await show('eventName:Action63');
    await expect.element(value('Action63, 220')).toHaveAttribute('aria-checked', 'true');
    expect(asked()).toContainEqual(
      expect.objectContaining({
        facets: [expect.objectContaining({ field: 'eventName', search: 'Action63' })],
      }),
    );
  });
});

describe('looks', () => {
  it('names callers shortly, tells them in full on pointing and hearing, and disarms what deceives', async () => {
    await show();
    const user = value(/^arn:aws:iam::342082656213:user\/it\/administrators\/jmerckle, 800$/);
    await expect.element(user).toHaveTextContent(/^\s*jmerckle\s*800$/);
    await expect
      .element(user.getByText('jmerckle'))
      .toHaveAttribute('title', 'arn:aws:iam::342082656213:user/it/administrators/jmerckle');
    await expect.element(value('NoSuchBucket⟦RLO⟧, 12')).toBeVisible();
  });

  it('cuts names once, keeping what differs, and not otherwise under the pointer', async () => {
    const roles = ['get-password-data', 'steal-credentials', 'enumerate'].map(
      (name) => `arn:aws:iam::342082656213:role/stratus-red-team-ec2-${name}-of-the-instance-role`,
    );
    await show('', (params, context) =>
      params.facets[0]?.field === 'principal'
        ? [
            {
              field: 'principal',
              distinct: 3,
              found: 3,
              values: roles.map((role) => ({ value: role, count: 12 })),
            },
          ]
        : listFacets(params, context),
    );
    const first = value(/get-password-data/);
    await expect.element(first).toHaveTextContent(/^\s*…get-password-data.*…\s*12$/);
    const shown = first.element().textContent;
    await first.hover();
    await expect.element(page.getByRole('button', { name: `Only ${roles[0]}` })).toBeVisible();
    expect(first.element().textContent).toBe(shown);
    for (const row of card('Principal').getByRole('checkbox').elements()) {
      const name = row.querySelector('.name > span');
      expect(name?.scrollWidth).toBeLessThanOrEqual(name?.clientWidth ?? 0);
    }
    const tools = page.getByRole('button', { name: `Only ${roles[0]}` }).element();
    const right = first.element().querySelector('.name')?.getBoundingClientRect().right ?? Infinity;
    expect(tools.getBoundingClientRect().left).toBeGreaterThanOrEqual(right);
  });

  it('who and from come first, and five facets are seen at once', async () => {
    await show();
    await expect.element(value(/jmerckle/)).toBeVisible();
    const titles = page
      .getByRole('heading', { level: 3 })
      .elements()
      .map((element) => element.closest('section'));
    expect(titles.slice(0, 5).map((section) => section?.getAttribute('aria-label'))).toEqual([
      'Principal',
      'Event name',
      'Target',
      'Source IP',
      'Client',
    ]);
    expect(titles[0]?.querySelector('.value')?.getBoundingClientRect().height).toBe(25);
    const five =
      (titles[4]?.getBoundingClientRect().bottom ?? Infinity) - (titles[0]?.getBoundingClientRect().top ?? 0);
    // What a window of 900 px leaves beside its bars.
    expect(five).toBeLessThan(760);
  });

  it('a failure is said, with a way to try again', async () => {
    let fails = true;
    await show('', (params, context) => {
      if (fails) throw new Error('boom');
      return listFacets(params, context);
    });
    await expect.element(card('Principal').getByRole('alert')).toBeVisible();
    fails = false;
    await card('Principal').getByRole('button', { name: 'Try again' }).click();
    await expect.element(value(/jmerckle/)).toBeVisible();
    await expect.element(card('Principal').getByRole('alert')).not.toBeInTheDocument();
  });

  it.each(['dark', 'light'])('axe finds nothing, %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    await show('eventSource:iam.amazonaws.com and not errorCode:AccessDenied');
    await expect.element(value(/^iam/)).toBeVisible();
    const found = await axe.run(document.body, {
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    });
    expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html ?? ''}`)).toEqual(
      [],
    );
  });
});
