import { fieldNamed, isNoteField } from '../../../../shared/fields/catalogue.ts';
import type { Pool } from '../../db/pool.ts';
import { sql, type Sql } from '../../db/sql.ts';
import { isSingle, noteValues } from '../annotations/fields.ts';
import { fieldText } from '../../ask/compile/field-text.ts';
import { columnsOf, sourceOf } from '../../ask/compile/filter-source.ts';

/** A value of a field with the number of events that have it. */
interface CountedValue {
  readonly value: string;
  readonly count: number;
}

interface ValueList {
  /** Most frequent first. */
  readonly values: readonly CountedValue[];
  /** All values of all events; otherwise the most frequent ones, or those of the newest events. */
  readonly isWhole: boolean;
}

/** What completion is answered. `isSampled`: counts are of the newest events only, or rare values may be missing. */
export interface SuggestedValues {
  values: { value: string; count: number }[];
  isSampled: boolean;
}

/** Values kept of one field, and events looked at before all are counted: both take a few milliseconds. */
const keptValues = 20_000;
const sampleRows = 60_000;
/** Longer values, in bytes, are documents that nobody completes; thousands of them would fill the memory. */
const longestValue = 1_000;
/** A field with more distinct values in the sample than this share names single events; counting all is of no use. */
const identifyingShare = 0.5;
/** What a person can be made to wait; the budget of completion is 100 ms. */
const patienceMs = 70;

/**
 * Values of fields for completion, counted once a field and data version and then answered from memory. Until a field is
 * counted, and for fields whose values name single events, the newest events answer.
 */
export class ValueLists {
  readonly #pool: Pool;
  readonly #version: () => number;
  readonly #lists = new Map<string, Promise<ValueList>>();
  readonly #known = new Map<string, ValueList>();
  readonly #samples = new Map<string, Promise<ValueList>>();
  readonly #closing = new AbortController();
  #seen = -1;

  constructor(pool: Pool, version: () => number) {
    this.#pool = pool;
    this.#version = version;
  }

  /** Values that start with what was typed, then those that contain it, most frequent first. */
  async suggest(
    { field, typed, limit }: { readonly field: string; readonly typed: string; readonly limit: number },
    signal: AbortSignal,
  ): Promise<SuggestedValues> {
    if (isNoteField(field)) return this.#ofNotes({ field, typed, limit }, signal);
    this.#forgetOldData();
    const startedMs = performance.now();
    const left = (): number => Math.max(0, patienceMs - (performance.now() - startedMs));
    const known = this.#known.get(field);
    if (known?.isWhole) return answer(known, typed, limit, false);
    const sample = known ?? (await this.#sampled(field));
    const whole = known ? undefined : await inTime(this.#counted(field, sample), left());
    const list = whole ?? sample;
    const found = answer(list, typed, limit, !list.isWhole);
    if (list.isWhole || typed === '' || found.values.length >= limit) return found;
    const rare = await inTime(this.#rare(field, typed, limit, signal), left());
    const seen = new Set(found.values.map(({ value }) => value));
    const more = (rare ?? []).filter(({ value }) => !seen.has(value));
    return { values: [...found.values, ...more].slice(0, limit), isSampled: true };
  }

  /** Ends what is still being counted. */
  close(): void {
    this.#closing.abort();
  }

  #forgetOldData(): void {
    const version = this.#version();
    if (version === this.#seen) return;
    this.#seen = version;
    for (const cache of [this.#lists, this.#known, this.#samples]) cache.clear();
  }

  /** Notes are few and change often: they are counted each time. */
  async #ofNotes(
    { field, typed, limit }: { readonly field: string; readonly typed: string; readonly limit: number },
    signal: AbortSignal,
  ): Promise<SuggestedValues> {
    if (isSingle(field)) return { values: [], isSampled: false };
    const rows = await this.#pool.rows(
      sql`SELECT value, count(*)::DOUBLE AS events FROM ${noteValues(field)} noted
          GROUP BY value ORDER BY events DESC, value LIMIT ${keptValues}`,
      'facet',
      signal,
    );
    const values = rows.map(([value, count]) => ({ value: String(value), count: Number(count) }));
    return answer({ values, isWhole: true }, typed, limit, false);
  }

  #sampled(field: string): Promise<ValueList> {
    const sample =
      this.#samples.get(field) ??
      this.#list(
        field,
        sql`rowid >= (SELECT max(rowid) FROM trail.main.event_columns) - ${sampleRows}`,
        this.#closing.signal,
      );
    this.#samples.set(field, sample);
    sample.catch(() => this.#samples.delete(field));
    return sample;
  }

  /** The count of all values, begun by the first who asks and finished whether or not they wait. */
  async #counted(field: string, sample: ValueList): Promise<ValueList | undefined> {
    if (isIdentifying(sample) || isInRecord(field)) return undefined;
    const started = this.#lists.get(field) ?? this.#list(field, sql`true`, this.#closing.signal);
    this.#lists.set(field, started);
    const version = this.#seen;
    return started.then(
      (list) => {
        if (version === this.#seen) this.#known.set(field, list);
        return list;
      },
      () => {
        this.#lists.delete(field);
        return undefined;
      },
    );
  }

  async #list(field: string, where: Sql, signal: AbortSignal): Promise<ValueList> {
    const rows = await this.#pool.rows(
      sql`SELECT value, count(*)::DOUBLE AS events FROM (SELECT ${valueText(field)}::VARCHAR AS value
          FROM trail.main.event_columns WHERE ${where}) WHERE strlen(value) <= ${longestValue}
          GROUP BY value ORDER BY events DESC, value LIMIT ${keptValues + 1}`,
      'facet',
      signal,
    );
    const values = rows.map(([value, count]) => ({ value: String(value), count: Number(count) }));
    const isAll = where.values.length === 0;
    return { values: values.slice(0, keptValues), isWhole: isAll && values.length <= keptValues };
  }

  /** Values beyond the most frequent ones, as far as the newest events have them. */
  async #rare(field: string, typed: string, limit: number, signal: AbortSignal): Promise<CountedValue[]> {
    const rows = await this.#pool.rows(
      sql`SELECT value, count(*)::DOUBLE AS events FROM (SELECT ${valueText(field)}::VARCHAR AS value
          FROM trail.main.event_columns WHERE rowid >= (SELECT max(rowid) FROM trail.main.event_columns) - ${sampleRows * 8})
          WHERE strlen(value) <= ${longestValue} AND starts_with(lower(value), lower(${typed})) GROUP BY value ORDER BY events DESC, value LIMIT ${limit}`,
      'facet',
      signal,
    );
    return rows.map(([value, count]) => ({ value: String(value), count: Number(count) }));
  }
}

/** One row a value, also of a path with several. */
function valueText(field: string): Sql {
  const source = sourceOf(field, columnsOf(undefined));
  return source.kind === 'path' && source.isMany ? sql`unnest(${source.text})` : fieldText(field);
}

/** Paths outside the columns mean parsing whole records. */
const isInRecord = (field: string): boolean =>
  fieldNamed(field) === undefined && fieldNamed(field.split(/[.[]/)[0] ?? '')?.type !== 'json';

const isIdentifying = ({ values }: ValueList): boolean => {
  const events = values.reduce((sum, { count }) => sum + count, 0);
  return values.length > 1_000 && values.length > events * identifyingShare;
};

function answer(list: ValueList, typed: string, limit: number, isSampled: boolean): SuggestedValues {
  const wanted = typed.toLowerCase();
  const starting: CountedValue[] = [];
  const containing: CountedValue[] = [];
  for (const entry of list.values) {
    if (starting.length === limit) break;
    const at = entry.value.toLowerCase().indexOf(wanted);
    if (at === 0) starting.push(entry);
    else if (at > 0 && containing.length < limit) containing.push(entry);
  }
  return { values: [...starting, ...containing].slice(0, limit), isSampled };
}

/** What a promise gives within some milliseconds, else undefined; it goes on by itself. */
function inTime<Result>(work: Promise<Result>, ms: number): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
