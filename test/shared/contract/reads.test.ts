import { describe, expect, it } from 'vitest';
import { readsOf } from '../../../shared/contract/reads.ts';
import { wholeScope } from '../../../shared/contract/common.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';

const asked = (text: string) => ({ scope: wholeScope, filter: parseFilter(text).filter });
const plain = asked('eventName:GetObject');
const noted = asked('eventName:GetObject and not note.tag:seen');

describe('what an answer is made from', () => {
  it.each([
    ['a question about records', 'events.count', { question: plain }],
    ['a word that only looks like a note', 'events.count', { question: asked('"note.star"') }],
    [
      'cells that are kept up to date by themselves',
      'events.window',
      { question: plain, columns: ['note.star', 'note.tag'] },
    ],
  ] as const)('is the events alone: %s', (_what, name, params) => {
    expect(readsOf(name, params)).toEqual(['events']);
  });

  it.each([
    ['a filter', 'events.count', { question: noted }],
    ['a sort', 'events.window', { question: plain, sort: [{ field: 'note.time', descending: true }] }],
    ['a cell', 'events.window', { question: plain, columns: ['eventName', 'note.author'] }],
    ['a facet', 'facets.list', { question: plain, facets: [{ field: 'note.tag' }] }],
    ['a split', 'timeline.histogram', { question: plain, split: 'note.star' }],
    ['groups', 'groups.window', { question: plain, fields: ['note.colour'] }],
    ['one of several questions', 'related.counts', { questions: [plain, noted] }],
  ] as const)('is the annotations too, where they are asked about by %s', (_what, name, params) => {
    expect(readsOf(name, params)).toEqual(['events', 'annotations']);
  });

  it('is what a call says of itself', () => {
    expect(readsOf('ledger.summary', {})).toEqual(['files']);
    expect(readsOf('notes.read', { ids: [] })).toEqual(['events', 'annotations']);
    expect(readsOf('sql.schema', {})).toEqual([]);
  });
});
