import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import FacetPanel from '../../../renderer/features/explore/FacetPanel.svelte';
import { facetFields } from '../../../shared/fields/catalogue.ts';
import { facetSelection } from '../../../shared/filter/facet-selection.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import Harness from '../support/Harness.svelte';
import { fakeTrail } from '../support/fake-trail.ts';
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
  it('asks for all open cards in one call, in the order of the catalogue', async () => {
    const { asked } = await show();
    await expect.element(value('s3.amazonaws.com, 1,204')).toBeVisible();
    expect(asked()).toHaveLength(1);
    const { facets } = asked()[0] as { facets: { field: string; limit: number }[] };
    const order = facetFields.map((field) => field.name);
    expect(facets.map((facet) => order.indexOf(facet.field))).toEqual(
      facets.map((facet) => order.indexOf(facet.field)).sort((one, other) => one - other),
    );
    expect(facets.length).toBeGreaterThan(3);
    expect(facets.every((facet) => facet.limit === 10)).toBe(true);
  });

  it('asks for a card only once it is open, and remembers that it is', async () => {
    const { asked } = await show();
    await page.getByRole('button', { name: 'Read-only' }).click();
    await expect.element(value('false, 433')).toBeVisible();
    expect(JSON.stringify(asked()[0])).not.toContain('readOnly');
    expect(localStorage.getItem('trailglass.openFacets')).toContain('readOnly');
    await page.getByRole('button', { name: 'Read-only' }).click();
    await expect.element(value('false, 433')).not.toBeInTheDocument();
  });

  it('shows more in steps and says how many there are', async () => {
    await show();
    const action = card('Event name');
    await action.getByRole('button', { name: 'Show more (10 of 64)' }).click();
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
    await card('Event name').getByRole('textbox', { name: 'Search in Event name' }).fill('userpol');
    await vi.waitFor(() => expect(namesIn('Event name')).toEqual(['PutUserPolicy, 3,880']));
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(namesIn('Event name')).toHaveLength(10));
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
    await userEvent.keyboard('{ArrowUp}{Enter}');
    expect(selected('eventSource').included).toEqual([]);
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    expect(trail.valueMenu.open?.target).toEqual({ field: 'eventSource', value: 's3.amazonaws.com' });
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
    expect(asked().at(-1)).toMatchObject({ facets: [{ field: 'eventName', search: 'Action63' }] });
  });
});

describe('looks', () => {
  it('cuts long names in the middle, shows them whole in the title, and disarms them', async () => {
    await show();
    const arn = value(/administrators/);
    await expect
      .element(arn)
      .toHaveAttribute('title', 'arn:aws:iam::342082656213:user/it/administrators/jmerckle');
    expect(arn.element().textContent).toMatch(/^\s*arn:.*….*jmerckle\s*800$/);
    await expect.element(value('NoSuchBucket⟦RLO⟧, 12')).toBeVisible();
  });

  it('a failure is said, with a way to try again', async () => {
    let fails = true;
    await show('', (params, context) => {
      if (fails) throw new Error('boom');
      return listFacets(params, context);
    });
    await expect.element(page.getByRole('alert')).toBeVisible();
    fails = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.element(value(/^s3/)).toBeVisible();
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
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
