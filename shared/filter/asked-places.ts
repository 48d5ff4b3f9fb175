import { facetSelection } from './facet-selection.ts';
import type { Filter } from './filter.ts';

/** Accounts and Regions; null for all. */
interface AskedPlaces {
  accounts: string[] | null;
  regions: string[] | null;
}

/** As much of a question as tells which places it is about. */
interface Asked {
  readonly scope: Readonly<AskedPlaces>;
  readonly filter: Filter;
}

const scopeKeys = { recipientAccountId: 'accounts', awsRegion: 'regions' } as const;

function asked({ scope, filter }: Asked, field: keyof typeof scopeKeys): string[] | null {
  const inScope = scope[scopeKeys[field]];
  const { included } = facetSelection(filter, field);
  const inFilter = included.filter((value) => typeof value === 'string');
  if (included.length === 0 || inFilter.length < included.length) return inScope;
  return inScope ? inFilter.filter((value) => inScope.includes(value)) : inFilter;
}

/** The places that a question asks for by its scope and by plain values of its filter. */
export const askedPlaces = (question: Asked): AskedPlaces => ({
  accounts: asked(question, 'recipientAccountId'),
  regions: asked(question, 'awsRegion'),
});
