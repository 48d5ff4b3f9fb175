import { expect, it } from 'vitest';
import { noteFieldsBeside } from '../../../electron/engine/areas/annotations/fields.ts';
import { registerBesideFields } from '../../../electron/engine/ask/beside-fields.ts';
import { KeptAnswers } from '../../../electron/engine/archive/kept-answers.ts';
import { Versions } from '../../../electron/engine/derive/versions.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { all } from '../../support/engine.ts';

registerBesideFields(noteFieldsBeside);

function answering() {
  let evidence = 1;
  const versions = new Versions(() => evidence);
  const kept = new KeptAnswers(versions);
  const asked: { readonly finish: (value: number) => void; readonly signal: AbortSignal | undefined }[] = [];
  const answer = (signal: AbortSignal | undefined): Promise<number> =>
    new Promise((finish, reject) => {
      asked.push({ finish, signal });
      signal?.addEventListener('abort', () => reject(new Error('ended')));
    });
  return { kept, versions, asked, answer, change: () => (evidence += 1) };
}

const params = { question: all, facets: [{ field: 'awsRegion', limit: 5, order: 'most', search: '' }] };

it('is worked out once for all who ask the same, and not again', async () => {
  const { kept, asked, answer } = answering();
  const both = [
    kept.of('facets.list', params, undefined, answer),
    kept.of('facets.list', params, undefined, answer),
  ];
  asked[0]!.finish(7);
  expect(await Promise.all(both)).toEqual([7, 7]);
  expect(await kept.of('facets.list', { ...params }, undefined, answer)).toBe(7);
  expect(asked).toHaveLength(1);
  void kept.of('facets.list', { ...params, facets: [] }, undefined, answer);
  expect(asked).toHaveLength(2);
});

it('goes on for the others when one who asked leaves', async () => {
  const { kept, asked, answer } = answering();
  const leaving = new AbortController();
  const left = kept.of('places.scope', { question: all }, leaving.signal, answer);
  const staying = kept.of('places.scope', { question: all }, undefined, answer);
  leaving.abort();
  await expect(left).rejects.toMatchObject({ code: 'cancelled' });
  expect(asked[0]!.signal?.aborted).toBe(false);
  asked[0]!.finish(3);
  expect(await staying).toBe(3);
});

it('is worked out anew when the events changed, and after notes only where it reads them', async () => {
  const { kept, versions, asked, answer, change } = answering();
  const noted = { question: { ...all, filter: parseFilter('note.star:true').filter! } };
  const ask = async (what: unknown): Promise<number> => {
    const answered = kept.of('places.scope', what, undefined, answer);
    asked.at(-1)?.finish(asked.length);
    return answered;
  };
  expect(await ask(params)).toBe(1);
  versions.annotationsChanged();
  expect(await ask(params)).toBe(1);
  change();
  expect(await ask(params)).toBe(2);
  expect(await ask(noted)).toBe(3);
  versions.annotationsChanged();
  expect(await ask(noted)).toBe(4);
});

it('is none where a call is not worth it', async () => {
  const { kept, asked, answer } = answering();
  const windows = [1, 2].map(() => kept.of('events.window', { question: all }, undefined, answer));
  asked.forEach(({ finish }, at) => finish(at));
  expect(await Promise.all(windows)).toEqual([0, 1]);
});
