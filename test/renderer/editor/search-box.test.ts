import { userEvent } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { printFilter } from '../../../shared/filter/print.ts';
import SearchBox from '../../../renderer/editor/SearchBox.svelte';
import type { Suggest } from '../../../renderer/editor/filter-completion.ts';
import { findings } from '../support/axe.ts';

const noValues: Suggest = () => Promise.resolve({ values: [], isSampled: false });

async function mount(applied = '', suggest: Suggest = noValues, more: Record<string, unknown> = {}) {
  const texts: string[] = [];
  const screen = await render(SearchBox, {
    applied,
    suggest,
    ...more,
    onapply: (text: string) => {
      texts.push(text);
      const { filter, problems } = parseFilter(text);
      return filter && problems.length === 0 ? printFilter(filter) : null;
    },
  });
  const box = document.querySelector<HTMLElement>('.cm-content');
  if (!box) throw new Error('no editor');
  return { box, texts, screen };
}

const options = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('.cm-tooltip-autocomplete [role=option]')].map(
    (option) => option.querySelector<HTMLElement>('.cm-completionLabel')?.innerText ?? '',
  );
/** The editor takes no key for a list in its first 75 ms, so that nobody takes what has just moved under the finger. */
const listTakesKeys = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

const details = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('.cm-completionDetail')].map((detail) => detail.innerText);
const isListOpen = (): boolean => document.querySelector('.cm-tooltip-autocomplete') !== null;

describe('the search box', () => {
  it('is a labelled one-line text box with a hint and no serious problem for screen readers', async () => {
    const { box } = await mount();
    expect(box.getAttribute('role')).toBe('textbox');
    expect(box.getAttribute('aria-label')).toBe('Search');
    expect(box.getAttribute('aria-multiline')).toBe('false');
    expect(box.innerText).toContain('Search: eventName:Delete*');
    expect(await findings()).toEqual([]);
  });

  it('applies on Enter, shows the one spelling and never takes a line break', async () => {
    const { box, texts } = await mount();
    box.focus();
    await userEvent.keyboard('eventname:  Delete*   errorCode:*{Enter}');
    expect(texts).toEqual(['eventname:  Delete*   errorCode:*']);
    expect(box.innerText).toBe('eventName:Delete* and errorCode:*');
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}{Control>}{Enter}{/Control}');
    expect(texts).toHaveLength(3);
    expect(document.querySelectorAll('.cm-line')).toHaveLength(1);
  });

  it('flattens what is pasted', async () => {
    const { box } = await mount();
    box.focus();
    const clipboard = new DataTransfer();
    clipboard.setData('text/plain', '\n10.0.0.1\r\n  10.0.0.2\n\n10.0.0.3\n');
    box.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }),
    );
    expect(box.innerText).toBe('10.0.0.1 10.0.0.2 10.0.0.3');
  });

  it('keeps text that cannot be read and gives the applied text back on Escape', async () => {
    const { box, texts } = await mount('errorCode:*');
    box.focus();
    await userEvent.keyboard('{End} and ({Enter}');
    expect(texts).toEqual(['errorCode:* and (']);
    expect(box.innerText).toBe('errorCode:* and (');
    await userEvent.keyboard('{Escape}');
    expect(box.innerText).toBe('errorCode:*');
  });

  it('shows a filter that was changed elsewhere, and Ctrl+Z brings the draft back', async () => {
    const { box, screen } = await mount('errorCode:*');
    box.focus();
    await userEvent.keyboard('{End} and draft');
    await screen.rerender({ applied: 'awsRegion:us-east-1' });
    expect(box.innerText).toBe('awsRegion:us-east-1');
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(box.innerText).toBe('errorCode:* and draft');
  });

  it('colours the parts of the syntax', async () => {
    await mount('eventName:Delete* and not "a phrase"');
    const painted = (name: string): string[] =>
      [...document.querySelectorAll<HTMLElement>(`.${name}`)].map((mark) => mark.innerText);
    expect(painted('t-field')).toEqual(['eventName']);
    expect(painted('t-value')).toEqual(['Delete*', '"a phrase"']);
    expect(painted('t-keyword')).toEqual(['and', 'not']);
  });

  it('shows characters that deceive as symbols', async () => {
    const { box } = await mount('userAgent:"a\u202Eb\u200Bc"');
    expect(box.innerText).toBe('userAgent:"a⟦RLO⟧b⟦ZWSP⟧c"');
  });
});

describe('a pasted list', () => {
  const paste = (box: HTMLElement, text: string): void => {
    const clipboard = new DataTransfer();
    clipboard.setData('text/plain', text);
    box.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }),
    );
  };

  it('goes to who takes lists, all other text into the box', async () => {
    const lists: string[] = [];
    const { box } = await mount('', noValues, { onlist: (text: string) => lists.push(text) });
    box.focus();
    paste(box, '203[.]0[.]113[.]7\n203.0.113.8');
    expect(lists).toEqual(['203[.]0[.]113[.]7\n203.0.113.8']);
    paste(box, 'errorCode:* and');
    expect(box.innerText).toBe('errorCode:* and');
  });

  it('becomes the values of the field it is pasted behind; a single entry is written as it is meant', async () => {
    const { box } = await mount('', noValues, { onlist: () => expect.unreachable() });
    box.focus();
    await userEvent.keyboard('sourceIPAddress:');
    paste(box, '203[.]0[.]113[.]7, "2001:DB8::1"');
    expect(box.innerText).toBe('sourceIPAddress:(203.0.113.7, 2001:db8::1)');
    await userEvent.keyboard('{Control>}a{/Control}{Delete}');
    paste(box, 'hxxp://203[.]0[.]113[.]9/x');
    expect(box.innerText).toBe('203.0.113.9');
  });

  it('is folded to its first values and their number, and is whole in the text', async () => {
    const list = Array.from({ length: 3_000 }, (_, n) => `10.0.${n >> 8}.${n & 255}`);
    const text = `sourceIPAddress:(${list.join(', ')}) and errorCode:*`;
    const { box, texts } = await mount(text);
    expect(box.innerText).toBe('sourceIPAddress:(10.0.0.0, 10.0.0.1… 2,998 more) and errorCode:*');
    box.focus();
    await userEvent.keyboard('{Enter}');
    expect(texts).toEqual([text]);
  });
});

describe('problems', () => {
  it('are mended by keyboard', async () => {
    const { box } = await mount();
    box.focus();
    await userEvent.keyboard('eventNam:DeleteTrail{Escape}{Alt>}{Enter}{/Alt}');
    expect(box.innerText).toBe('eventName:DeleteTrail');
  });

  it('that only the engine knows are underlined too', async () => {
    const check = (text: string) =>
      Promise.resolve(text.includes('(a') ? [{ from: 10, to: 14, message: 'missing )' }] : []);
    const { box } = await mount('', noValues, { check });
    box.focus();
    await userEvent.keyboard('eventName:/(a/');
    await vi.waitFor(() =>
      expect(document.querySelector<HTMLElement>('.cm-lintRange-error')?.innerText).toBe('/(a/'),
    );
  });

  it('are underlined with the reason and the fix, which can be done', async () => {
    const { box } = await mount();
    box.focus();
    await userEvent.keyboard('eventNam:DeleteTrail');
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() =>
      expect(document.querySelector<HTMLElement>('.cm-lintRange-error')?.innerText).toBe('eventNam'),
    );
    const mark = document.querySelector<HTMLElement>('.cm-lintRange-error');
    if (!mark) throw new Error('nothing is underlined');
    expect(getComputedStyle(mark).textDecorationLine).toBe('underline');
    await userEvent.hover(mark);
    await vi.waitFor(() => expect(document.querySelector('.cm-diagnosticText')).not.toBeNull());
    expect(document.querySelector<HTMLElement>('.cm-diagnosticText')?.innerText).toContain('eventNam');
    const fix = document.querySelector<HTMLElement>('.cm-diagnosticAction');
    expect(fix?.innerText).toContain('eventName');
    fix?.click();
    expect(box.innerText).toBe('eventName:DeleteTrail');
    await vi.waitFor(() => expect(document.querySelector('.cm-lintRange-error')).toBeNull());
  });
});

describe('completion', () => {
  it('finds fields by parts of their names, with what they mean, and Tab takes the first', async () => {
    const { box } = await mount();
    box.focus();
    await userEvent.keyboard('sess');
    await vi.waitFor(() => expect(options().length).toBeGreaterThan(3));
    expect(options()[0]).toMatch(/session/i);
    await userEvent.keyboard('{Control>}a{/Control}errorC');
    await vi.waitFor(() => expect(options()[0]).toBe('errorCode'));
    expect(details()[0]).toBe('Error code');
    await listTakesKeys();
    await userEvent.keyboard('{Tab}');
    expect(box.innerText).toBe('errorCode:');
    expect(document.activeElement).toBe(box);
  });

  it('never lets Enter take something the person did not choose', async () => {
    const { box, texts } = await mount();
    box.focus();
    await userEvent.keyboard('arn');
    await vi.waitFor(() => expect(options().length).toBeGreaterThan(0));
    await userEvent.keyboard('{Enter}');
    expect(texts).toEqual(['arn']);
    expect(isListOpen()).toBe(false);
  });

  it('takes what was chosen with the arrows, on Enter', async () => {
    const { box, texts } = await mount();
    box.focus();
    await userEvent.keyboard('errorCod');
    await vi.waitFor(() => expect(options()).toContain('errorCode'));
    await listTakesKeys();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(box.innerText).toBe('errorCode:');
    expect(texts).toEqual([]);
  });

  it('offers values with their counts, quoted where they need it and made visible', async () => {
    const asked: string[] = [];
    const suggest: Suggest = (field, typed) => {
      asked.push(`${field}|${typed}`);
      return Promise.resolve({
        values: [
          { value: 'aws-cli/2.0 evil\u202Etxt', count: 1_204 },
          { value: 'Boto3/1.9', count: 3 },
        ],
        isSampled: typed !== '',
      });
    };
    const { box } = await mount('', suggest);
    box.focus();
    await userEvent.keyboard('userAgent:');
    await vi.waitFor(() => expect(options()[0]).toBe('aws-cli/2.0 evil⟦RLO⟧txt'));
    expect(details()[0]).toBe('1,204');
    await userEvent.keyboard('bo');
    await vi.waitFor(() => expect(asked.at(-1)).toBe('userAgent|bo'));
    await vi.waitFor(() => expect(details()[0]).toBe('1,204+'));
    await userEvent.keyboard('{Tab}');
    expect(box.innerText).toBe('userAgent:"aws-cli/2.0 evil⟦RLO⟧txt"');
  });

  it('aborts a value request that is out of date and survives a failing one', async () => {
    const aborted: string[] = [];
    const suggest: Suggest = (_field, typed, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted.push(typed);
          reject(new Error('stopped'));
        });
      });
    const { box } = await mount('', suggest);
    box.focus();
    await userEvent.keyboard('eventName:a');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await userEvent.keyboard('b');
    await vi.waitFor(() => expect(aborted).toContain('a'));
    expect(box.innerText).toBe('eventName:ab');
  });

  it('offers paths that occur, with about how many events have them, and operators after a whole one', async () => {
    const asked: string[] = [];
    const suggestPaths = (typed: string) => {
      asked.push(typed);
      return Promise.resolve([{ path: 'requestParameters.bucketName', events: 1_200 }]);
    };
    const { box } = await mount('', noValues, { suggestPaths });
    box.focus();
    await userEvent.keyboard('requestParameters.b');
    await vi.waitFor(() => expect(options()[0]).toBe('requestParameters.bucketName'));
    expect(details()[0]).toBe('Bucket · ≈ 1,200 events');
    await userEvent.keyboard('ucketName');
    await vi.waitFor(() => expect(options()).toContain('requestParameters.bucketName>='));
    expect(asked.at(-1)).toBe('requestParameters.bucketName');
  });

  it('offers operators after a whole field name, with what they do', async () => {
    const { box } = await mount();
    box.focus();
    await userEvent.keyboard('eventTime');
    await vi.waitFor(() => expect(options()).toContain('eventTime>='));
    expect(details()).toContain('is at least');
    await userEvent.keyboard('{Control>}a{/Control}eventName');
    await vi.waitFor(() => expect(options()).toContain('eventName!='));
    expect(options()).not.toContain('eventName>=');
  });

  it('closes on Escape first and leaves the text alone', async () => {
    const { box } = await mount('errorCode:*');
    box.focus();
    await userEvent.keyboard('{End} and awsR');
    await vi.waitFor(() => expect(isListOpen()).toBe(true));
    await userEvent.keyboard('{Escape}');
    expect(isListOpen()).toBe(false);
    expect(box.innerText).toBe('errorCode:* and awsR');
  });

  it('leaves Tab to the page when no list is open', async () => {
    const after = document.createElement('button');
    const { box } = await mount('errorCode:*');
    document.body.append(after);
    box.focus();
    await userEvent.keyboard('{Tab}');
    expect(document.activeElement).toBe(after);
    after.remove();
  });
});
