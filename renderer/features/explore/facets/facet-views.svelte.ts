import { facetFields, fieldNamed, type Field } from '../../../../shared/fields/catalogue.ts';
import { requestKeyOf } from '../../../../shared/fields/request-keys.ts';
import { parsePath } from '../../../../shared/filter/path.ts';

/** How one facet card shows its field. */
export interface FacetView {
  readonly isOpen: boolean;
  readonly order: 'most' | 'rarest';
  readonly search: string;
  readonly limit: number;
  /** Values of the order that stand on pages before this one. */
  readonly offset: number;
}

/** What the engine is asked for one facet. */
export type FacetQuestion = { field: string } & Pick<FacetView, 'limit' | 'order' | 'search' | 'offset'>;

/** How many values a card lists, step by step; from the last on it turns pages of that many. */
const limits = [5, 20, 50, 200] as const;
/** Values on a page of a long tail. */
export const pageValues: number = limits[3];
/** With fewer values than this, looking is quicker than searching. */
export const searchFrom = 10;

/** Who did what to what, from where, with what and how it went: what every case asks first. Names without a field wait for one. */
const openAtFirst: readonly string[] = [
  'principal',
  'eventName',
  'target.name',
  'sourceIPAddress',
  'client',
  'result',
  'errorCode',
  'eventSource',
  'awsRegion',
  'recipientAccountId',
];
const storageKey = 'trailglass.facets';
const mostFacets = 60;

/** What is remembered of a card. */
interface Card {
  readonly field: string;
  readonly isOpen: boolean;
  readonly order: 'most' | 'rarest';
}

const facetNames: readonly string[] = facetFields.map(({ name }) => name);
const firstCards: readonly Card[] = [
  ...openAtFirst.filter((name) => facetNames.includes(name)),
  ...facetNames.filter((name) => !openAtFirst.includes(name)),
].map((field) => ({ field, isOpen: openAtFirst.includes(field), order: 'most' }));

/** True for what values can be counted of: a field with single values, or a path into the record. */
export const canBeFacet = (name: string): boolean => {
  const field = fieldNamed(name);
  return field
    ? field.type !== 'json' && !field.composed
    : name.length <= 500 && (parsePath(name)?.length ?? 0) > 1;
};

/** A facet's field as cards show it; a path into the record stands for itself. */
export const facetField = (name: string): Field => {
  const { label = name, help = 'A path into the record' } = requestKeyOf(name) ?? {};
  return fieldNamed(name) ?? { name, label, type: 'text', group: 'request', help };
};

function readCard(stored: unknown): Card | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { field, isOpen, order } = stored as Readonly<Record<string, unknown>>;
  if (typeof field !== 'string' || !canBeFacet(field)) return undefined;
  return { field, isOpen: isOpen === true, order: order === 'rarest' ? 'rarest' : 'most' };
}

function storedCards(): readonly Card[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    if (Array.isArray(stored)) {
      const cards = stored.map(readCard).filter((card) => card !== undefined);
      return [...new Map(cards.map((card) => [card.field, card])).values()].slice(0, mostFacets);
    }
  } catch {
    // Whatever stands there is not ours; the first choice holds.
  }
  return firstCards;
}

interface Passing {
  readonly search: string;
  readonly limit: number;
  readonly offset: number;
}
const fresh: Passing = { search: '', limit: limits[0], offset: 0 };

/** The cards of the facet panel. Which there are, their order and which are open is remembered beyond the session. */
export class FacetViews {
  #cards = $state.raw<readonly Card[]>(storedCards());
  #passing = $state.raw<Readonly<Record<string, Passing>>>({});

  /** The fields that have a card, in the panel's order. */
  get fields(): readonly string[] {
    return this.#cards.map((card) => card.field);
  }
  get isFull(): boolean {
    return this.#cards.length >= mostFacets;
  }

  of(field: string): FacetView {
    const card = this.#cards.find((one) => one.field === field);
    const { isOpen, order } = card ?? { isOpen: false, order: 'most' as const };
    return { isOpen, order, ...(this.#passing[field] ?? fresh) };
  }

  /** Opens or closes a card, or turns its order round. */
  change(field: string, change: Partial<Pick<FacetView, 'isOpen' | 'order'>>): void {
    this.#keep(this.#cards.map((card) => (card.field === field ? { ...card, ...change } : card)));
    if (change.order !== undefined) this.#pass(field, { offset: 0 });
  }

  search(field: string, text: string): void {
    this.#pass(field, { search: text, offset: 0 });
  }

  showMore(field: string): void {
    const { limit } = this.of(field);
    this.#pass(field, { limit: limits.find((next) => next > limit) ?? limit });
  }

  /** Turns a page of a long tail. */
  turn(field: string, by: 1 | -1): void {
    this.#pass(field, { offset: Math.max(0, this.of(field).offset + by * pageValues) });
  }

  /** Adds a card at the top, open; one that is there already comes to the top. */
  add(field: string): void {
    if (!canBeFacet(field) || (this.isFull && !this.fields.includes(field))) return;
    const known = this.#cards.find((card) => card.field === field);
    const card: Card = { order: 'most', ...known, field, isOpen: true };
    this.#keep([card, ...this.#cards.filter((one) => one.field !== field)]);
  }

  remove(field: string): void {
    this.#keep(this.#cards.filter((card) => card.field !== field));
  }

  /** Moves a card up or down by one place. */
  move(field: string, by: 1 | -1): void {
    const at = this.#cards.findIndex((card) => card.field === field);
    const card = this.#cards[at];
    if (!card || at + by < 0 || at + by >= this.#cards.length) return;
    this.#keep(this.#cards.toSpliced(at, 1).toSpliced(at + by, 0, card));
  }

  /** The cards a new workspace has. */
  reset(): void {
    this.#keep(firstCards);
  }

  #pass(field: string, change: Partial<Passing>): void {
    this.#passing = { ...this.#passing, [field]: { ...(this.#passing[field] ?? fresh), ...change } };
  }

  #keep(cards: readonly Card[]): void {
    this.#cards = cards;
    localStorage.setItem(storageKey, JSON.stringify(cards));
  }
}
