import type { Question } from '../../../shared/contract/common.ts';
import type { Lasting } from '../../../shared/contract/entities.ts';
import type {
  EntityChain,
  EntityCredentials,
  EntityFailures,
  EntityPermissions,
} from '../../../shared/contract/entity-sections.ts';
import { useAsk } from '../../state/ask.svelte.ts';
import type { Resource } from '../../state/resource.svelte.ts';

/** What the sections of a page show, each as soon as it is there. */
export interface EntityAnswers {
  readonly credentials: Resource<EntityCredentials>;
  readonly chain: Resource<EntityChain>;
  readonly lasting: Resource<Lasting>;
  readonly failures: Resource<EntityFailures>;
  readonly permissions: Resource<EntityPermissions>;
}

const limits = { lanes: 12, pieces: 120, failures: 60, lasting: 2_000, uses: 5_000 };

/** Asks for the sections of a page; undefined: it has none. To be called while a component is being set up. */
export const useEntityAnswers = (question: () => Question | undefined): EntityAnswers => {
  const asked = <Params>(params: (question: Question) => Params): (() => Params | undefined) => {
    return () => {
      const about = question();
      return about && params(about);
    };
  };
  return {
    credentials: useAsk(
      'entities.credentials',
      asked((about) => ({ question: about, limit: limits.lanes, pieces: limits.pieces })),
    ),
    chain: useAsk(
      'entities.chain',
      asked((about) => ({ question: about })),
    ),
    lasting: useAsk(
      'entities.lasting',
      asked((about) => ({ question: about, limit: limits.lasting })),
    ),
    failures: useAsk(
      'entities.failures',
      asked((about) => ({ question: about, limit: limits.failures })),
    ),
    permissions: useAsk(
      'entities.permissions',
      asked((about) => ({ question: about, limit: limits.uses })),
    ),
  };
};
