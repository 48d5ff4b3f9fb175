import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actionOf } from '../../../shared/cloudtrail/actions.ts';
import { summarise } from '../../../shared/cloudtrail/summarise.ts';
import { callRefused, callWithNames } from './full-record.ts';

interface KnownAction {
  readonly source: string;
  readonly name: string;
  readonly sentences: readonly string[];
  readonly note?: readonly string[];
}

const fixture = new URL('../../fixtures/cloudtrail/known-actions.json', import.meta.url);
const known = JSON.parse(readFileSync(fixture, 'utf8')) as readonly KnownAction[];

describe('actions that had words before', () => {
  it.each(known)('$source $name says what it said', ({ source, name, sentences, note }) => {
    expect([
      summarise(callWithNames(source, name)),
      summarise(callWithNames(source, name, true)),
      summarise(callRefused(source, name)),
    ]).toEqual(sentences);
    const found = actionOf(source, name).note;
    expect(found && [found.does, found.matters, found.next]).toEqual(note);
  });

  it('are all of them', () => expect(known).toHaveLength(235));
});
