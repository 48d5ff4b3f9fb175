import { facetFields } from '../../../shared/fields/catalogue.ts';

/** How one facet card shows its field. */
export interface FacetView {
  readonly isOpen: boolean;
  readonly order: 'most' | 'rarest';
  readonly search: string;
  readonly limit: number;
}

/** What the engine is asked for one facet. */
export type FacetQuestion = { field: string } & Pick<FacetView, 'limit' | 'order' | 'search'>;

/** How many values a card lists, step by step. */
export const limits = [10, 50, 200] as const;

const openAtFirst: ReadonlySet<string> = new Set([
  'eventSource',
  'eventName',
  'errorCode',
  'principal',
  'sourceIPAddress',
  'awsRegion',
  'recipientAccountId',
]);
const storageKey = 'trailglass.openFacets';

function storedOpen(): ReadonlySet<string> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    if (Array.isArray(stored)) return new Set(stored.filter((name) => typeof name === 'string'));
  } catch {
    // Whatever stands there is not ours; the first choice holds.
  }
  return openAtFirst;
}

/** The cards of the facet panel. Which of them are open is remembered beyond the session. */
export class FacetViews {
  #views = $state.raw<Readonly<Record<string, FacetView>>>(initialViews());

  of(field: string): FacetView {
    return this.#views[field] ?? closed;
  }

  /** What to ask for the open cards, in the panel's order. */
  get questions(): FacetQuestion[] {
    return facetFields
      .map(({ name }) => ({ field: name, view: this.of(name) }))
      .filter(({ view }) => view.isOpen)
      .map(({ field, view: { limit, order, search } }) => ({ field, limit, order, search }));
  }

  change(field: string, change: Partial<FacetView>): void {
    this.#views = { ...this.#views, [field]: { ...this.of(field), ...change } };
    if (change.isOpen === undefined) return;
    localStorage.setItem(storageKey, JSON.stringify(this.questions.map((question) => question.field)));
  }

  showMore(field: string): void {
    const { limit } = this.of(field);
    this.change(field, { limit: limits.find((next) => next > limit) ?? limit });
  }
}

const closed: FacetView = { isOpen: false, order: 'most', search: '', limit: limits[0] };

function initialViews(): Readonly<Record<string, FacetView>> {
  const open = storedOpen();
  return Object.fromEntries(facetFields.map(({ name }) => [name, { ...closed, isOpen: open.has(name) }]));
}
