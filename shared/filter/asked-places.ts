import type { Question, Scope } from '../contract/common.ts';
import { facetSelection } from './facet-selection.ts';

const scopeKeys = { recipientAccountId: 'accounts', awsRegion: 'regions' } as const;

function asked({ scope, filter }: Question, field: keyof typeof scopeKeys): Scope['accounts'] {
  const inScope = scope[scopeKeys[field]];
  const { included } = facetSelection(filter, field);
  const inFilter = included.filter((value) => typeof value === 'string');
  if (included.length === 0 || inFilter.length < included.length) return inScope;
  return inScope ? inFilter.filter((value) => inScope.includes(value)) : inFilter;
}

/** The places that a question asks for by its scope and by plain values of its filter; null for all. */
export const askedPlaces = (question: Question): Pick<Scope, 'accounts' | 'regions'> => ({
  accounts: asked(question, 'recipientAccountId'),
  regions: asked(question, 'awsRegion'),
});
