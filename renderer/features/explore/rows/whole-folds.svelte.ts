import type { Question } from '../../../../shared/contract/common.ts';
import { resource } from '../../../state/resource.svelte.ts';
import type { Trail } from '../../../state/trail.ts';

/** What is being folded. */
interface FoldedAnswer {
  readonly key: string;
  readonly question: Question;
  readonly descending: boolean;
}

/**
 * Waits for all of a folded answer while its first lines are shown, and hears how far folding is. Undefined: there is
 * nothing to wait for. To be called while a component is being set up.
 */
export function wholeFolds({ engine }: Pick<Trail, 'engine'>, asked: () => FoldedAnswer | undefined) {
  let told = $state.raw({ key: '', lines: 0, folded: 0 });
  const whole = resource(asked, async ({ key, question, descending }, signal) => {
    const { lines } = await engine(
      'folds.whole',
      { question, descending },
      { signal, onProgress: (now) => (told = { key, ...now }) },
    );
    return { key, lines };
  });

  return {
    /** How many lines an answer has; undefined while it is being folded. */
    linesOf: (key: string): number | undefined => (whole.data?.key === key ? whole.data.lines : undefined),
    /** Lines there are already, and events that stand in them. */
    toldOf: (key: string): { readonly lines: number; readonly folded: number } =>
      told.key === key ? told : { lines: 0, folded: 0 },
  };
}
