import type { AppError } from '../../../../shared/bridge/errors.ts';
import { facetSelection } from '../../../../shared/filter/facet-selection.ts';
import { answerOf, versionOf } from '../../../state/ask.svelte.ts';
import type { Trail } from '../../../state/trail.ts';
import { beyondQuestions, readBeyond, scopeValues, type BeyondList, type FacetAnswer } from './facet-rows.ts';
import type { FacetView } from './facet-views.svelte.ts';

/** What a card knows of its values. */
export interface CardAnswer {
  /** undefined until the engine has answered for this field. */
  readonly answer: FacetAnswer | undefined;
  readonly beyond: BeyondList;
  readonly error: AppError | undefined;
  readonly isSlow: boolean;
  /** The answer is that of the question asked now; before, what was counted for another one may still stand there. */
  readonly isCurrent: boolean;
  /** The person stopped the counting of this question. */
  readonly isStopped: boolean;
  stop(): void;
  /** Asks again, also after a stop. */
  reload(): void;
}

/**
 * The values of one card. Each card asks for itself, while it is open and in sight, so that cheap ones are there at once
 * and none goes on after the filter has moved on.
 */
export function facetAnswer(
  trail: Trail,
  name: () => string,
  view: () => FacetView,
  isNear: () => boolean,
): CardAnswer {
  const { engine, explore } = trail;
  let stopped = $state('');
  const asked = $derived.by(() => {
    const { isOpen, limit, offset, order, search } = view();
    if (!isOpen || !isNear()) return undefined;
    return { question: explore.question, facet: { field: name(), limit, offset, order, search } };
  });
  const isStopped = $derived(asked !== undefined && stopped !== '' && stopped === JSON.stringify(asked));
  const answer = answerOf(
    trail,
    ['facets.list'],
    () => (isStopped ? undefined : asked),
    async ({ question, facet }, signal, version) => ({
      of: JSON.stringify([question, version]),
      values: (await engine('facets.list', { question, facets: [facet] }, { signal }))[0],
    }),
  );
  // What was counted before the question moved on while the card was out of sight is not shown when it comes back.
  let outdated = $state('');
  const now = $derived(
    JSON.stringify([
      explore.question,
      versionOf(trail, ['facets.list'], { question: explore.question, field: name() }),
    ]),
  );
  $effect(() => {
    const { of = '' } = answer.data ?? {};
    if (of === now) outdated = '';
    else if (asked === undefined) outdated = of;
  });
  const shown = $derived(answer.data?.of === outdated ? undefined : answer.data?.values);
  const beyond = answerOf(
    trail,
    ['facets.list'],
    () => {
      const selection = facetSelection(explore.state.filter, name());
      const isWhole = view().search === '' && view().offset === 0;
      const inScope = scopeValues(name(), explore.state.scope);
      const facets = answer.state === 'ready' ? beyondQuestions(shown, selection, inScope, isWhole) : [];
      return asked && facets.length > 0 ? { question: asked.question, facets } : undefined;
    },
    async ({ question, facets }, signal) => {
      const all = facets.map((facet) => engine('facets.list', { question, facets: [facet] }, { signal }));
      return readBeyond(facets, (await Promise.all(all)).flat());
    },
  );
  return {
    get answer() {
      return shown;
    },
    get beyond() {
      return beyond.data ?? (() => undefined);
    },
    get error() {
      return answer.state === 'failed' ? answer.error : undefined;
    },
    get isSlow() {
      return answer.isSlow;
    },
    get isCurrent() {
      return answer.state === 'ready';
    },
    get isStopped() {
      return isStopped;
    },
    stop: () => (stopped = JSON.stringify(asked)),
    reload: () => {
      stopped = '';
      answer.reload();
    },
  };
}
