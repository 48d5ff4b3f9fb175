import { userEvent } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import SqlEditor from '../../../renderer/editor/SqlEditor.svelte';
import { namedTables } from '../../../renderer/editor/sql-completion.ts';
import {
  columnsOf,
  structMembers,
  type SqlFunction,
  type SqlTable,
} from '../../../renderer/editor/sql-schema.ts';
import { findings } from '../support/axe.ts';

const schema: readonly SqlTable[] = [
  {
    table: 'events',
    help: 'One row an event',
    columns: [
      { name: 'eventName', type: 'VARCHAR', help: 'The API action' },
      {
        name: 'userIdentity',
        type: 'STRUCT("type" VARCHAR, arn VARCHAR, sessionContext STRUCT(sessionIssuer STRUCT(arn VARCHAR)))',
        help: 'Who made the request',
      },
    ],
  },
  {
    table: 'files',
    help: 'One row a file',
    columns: [
      { name: 'path', type: 'VARCHAR', help: 'Where it is' },
      { name: 'flat.name', type: 'VARCHAR', help: 'Needs quotes' },
    ],
  },
];

const functions: readonly SqlFunction[] = [
  {
    name: 'regexp_extract',
    kind: 'scalar',
    calls: ['regexp_extract(string, regex)'],
    help: 'What it finds.',
  },
  { name: 'count', kind: 'aggregate', calls: ['count(arg)'], help: '' },
];

async function mount(text: string, problem?: { from: number; to: number; message: string }) {
  const runs: string[] = [];
  let now = text;
  const screen = await render(SqlEditor, {
    text,
    schema,
    functions,
    label: 'SQL query',
    problem: problem ?? null,
    onchange: (next: string) => (now = next),
    onrun: () => runs.push(now),
  });
  const box = document.querySelector<HTMLElement>('.cm-content');
  if (!box) throw new Error('no editor');
  return { box, runs, screen, text: () => now };
}

const options = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('.cm-completionLabel')].map((label) => label.innerText);

describe('the SQL editor', () => {
  it('has a name, line numbers and its keys told', async () => {
    const { box } = await mount('select 1\nfrom events');
    expect(box.getAttribute('aria-label')).toBe('SQL query');
    const described = document.getElementById(box.getAttribute('aria-describedby') ?? '');
    expect(described?.innerText).toContain('press Escape, then Tab');
    expect(document.querySelector<HTMLElement>('.cm-lineNumbers')?.innerText).toMatch(/1\s+2/);
    expect(await findings()).toEqual([]);
  });

  it('runs on Ctrl+Enter without writing a line', async () => {
    const { box, runs } = await mount('select 1');
    box.focus();
    await userEvent.keyboard('{Control>}{End}{/Control} + 1{Control>}{Enter}{/Control}');
    expect(runs).toEqual(['select 1 + 1']);
  });

  it('completes keywords, tables and nested columns of the tables that are named', async () => {
    const { box, text } = await mount('');
    box.focus();
    await userEvent.keyboard('selec');
    await vi.waitFor(() => expect(options()).toContain('select'));
    await userEvent.keyboard('{Escape}t ');
    await userEvent.keyboard('from fil');
    await vi.waitFor(() => expect(options()).toContain('files'));
    await userEvent.keyboard('{Escape}{Control>}a{/Control}{Backspace}select issuer');
    await vi.waitFor(() => expect(options()).toContain('userIdentity.sessionContext.sessionIssuer.arn'));
    await userEvent.keyboard('{Escape}{Control>}a{/Control}{Backspace}');
    await userEvent.keyboard('from events e select e.userIdentity.ar');
    await vi.waitFor(() => expect(options()[0]).toBe('userIdentity.arn'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await userEvent.keyboard('{Tab}');
    expect(text()).toBe('from events e select e.userIdentity.arn');
  });

  it('completes functions with the caret between their brackets, and names the text gives itself', async () => {
    const { box, text } = await mount('');
    const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));
    box.focus();
    await userEvent.keyboard('select regexp_e');
    await vi.waitFor(() => expect(options()).toEqual(['regexp_extract']));
    await vi.waitFor(() =>
      expect(document.querySelector<HTMLElement>('.cm-completionInfo')?.innerText).toBe(
        'What it finds.\nregexp_extract(string, regex)',
      ),
    );
    await settle();
    await userEvent.keyboard('{Tab}');
    expect(text()).toBe('select regexp_extract()');
    await userEvent.keyboard('path');
    expect(text()).toBe('select regexp_extract(path)');
    await userEvent.keyboard('{Escape}{Control>}a{/Control}{Backspace}');
    await userEvent.keyboard('with denied as (select count(*) as calls_made from files) select calls_m');
    await vi.waitFor(() => expect(options()).toEqual(['calls_made']));
    await userEvent.keyboard('{Escape} from denie');
    await vi.waitFor(() => expect(options()).toContain('denied'));
    // Once each: functions are no keywords.
    await userEvent.keyboard('{Escape}{Control>}a{/Control}{Backspace}select coun');
    await vi.waitFor(() => expect(options().filter((option) => option === 'count')).toEqual(['count']));
  });

  it('indents on Tab and lets Tab go after Escape until something is written', async () => {
    const after = document.createElement('button');
    const { box, text } = await mount('');
    document.body.append(after);
    box.focus();
    await userEvent.keyboard('{Tab}1');
    expect(text()).toMatch(/^\s+1$/);
    await userEvent.keyboard('{Escape}');
    await new Promise((resolve) => setTimeout(resolve, 2_300));
    await userEvent.keyboard('{Tab}');
    expect(document.activeElement).toBe(after);
    box.focus();
    await userEvent.keyboard('{Tab}');
    expect(document.activeElement).toBe(box);
    after.remove();
  });

  it('marks the place of an error', async () => {
    const { screen } = await mount('select eventNam from events', {
      from: 7,
      to: 15,
      message: 'No such column.',
    });
    await vi.waitFor(() =>
      expect(document.querySelector<HTMLElement>('.cm-lintRange-error')?.innerText).toBe('eventNam'),
    );
    await screen.rerender({ problem: null });
    await vi.waitFor(() => expect(document.querySelector('.cm-lintRange-error')).toBeNull());
  });
});

describe('the schema', () => {
  it('opens nested columns into their members', () => {
    const [events, files] = schema;
    if (!events || !files) throw new Error('no schema');
    expect(columnsOf(events).map((column) => `${column.words} ${column.type}`)).toEqual([
      'eventName varchar',
      'userIdentity struct',
      'userIdentity.type varchar',
      'userIdentity.arn varchar',
      'userIdentity.sessionContext struct',
      'userIdentity.sessionContext.sessionIssuer struct',
      'userIdentity.sessionContext.sessionIssuer.arn varchar',
    ]);
    expect(columnsOf(files).map((column) => column.words)).toEqual(['path', '"flat.name"']);
    expect(structMembers('STRUCT("a, ""b""" DECIMAL(18,3), c INTEGER[])')).toEqual([
      { name: 'a, "b"', type: 'DECIMAL(18,3)' },
      { name: 'c', type: 'INTEGER[]' },
    ]);
  });

  it('knows the tables a text names and their aliases', () => {
    const names = (text: string): string[] => [...namedTables(text, schema).keys()];
    expect(names('select * from events e join FILES as f on true')).toEqual(['events', 'e', 'files', 'f']);
    expect(names('select * from events where 1 = 1')).toEqual(['events']);
    expect(names('select * from nothing')).toEqual([]);
  });
});
