import { expect, it } from 'vitest';
import { askArchive, type Archive } from '../../../electron/engine/archive/archive.ts';
import { all } from '../../support/engine.ts';

const context = { signal: new AbortController().signal, report: () => undefined };

it('says by name what an archive cannot answer, and asks it nothing', () => {
  const other: Archive = {
    name: 'The other archive',
    capabilities: new Set(['events.count']),
    answer: () => Promise.reject(new Error('asked')),
  };
  expect(() => askArchive(other, 'places.scope', { question: all }, context)).toThrow(
    'The other archive cannot answer places.scope. Import the events to ask this.',
  );
});
