import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { countsContract } from '../../../../shared/contract/events.ts';
import { fieldNamed, isNoteField } from '../../../../shared/fields/catalogue.ts';
import type { Pool, Reader } from '../../db/pool.ts';
import { count, text } from '../../db/rows.ts';
import { sql, type Sql } from '../../db/sql.ts';
import { besideOf } from '../../ask/beside-fields.ts';
import { Kept, type Keeping } from '../../derive/kept.ts';
import type { Versions } from '../../derive/versions.ts';
import type { Part } from '../../part.ts';
import { fieldText, sourceOf } from '../../ask/local-sql.ts';

type Call = (typeof countsContract)['values.suggest'];
type SuggestedValues = ResultOf<Call>;
type CountedValue = SuggestedValues['values'][number];
/** A question of completion. */
type Asked = ParamsOf<Call>;

interface ValueList {
  /** Most frequent first. */
  readonly values: readonly CountedValue[];
  /** All values of all events; otherwise the most frequent ones, or those of the newest events. */
  readonly isWhole: boolean;
}

/** Values kept of one field, and events looked at before all are counted: both take a few milliseconds. */
const keptValues = 20_000;
const sampleRows = 60_000;
/** Longer values, in bytes, are documents that nobody completes; thousands of them would fill the memory. */
const longestValue = 1_000;
/** A field with more distinct values in the sample than this share names single events; counting all is of no use. */
const identifyingShare = 0.5;
/** Fields whose values are kept at a time. */
const mostLists = 200;
const counted = { value: text, count };
/** What a person can be made to wait; the budget of completion is 100 ms. */
const patienceMs = 70;

interface Counting {
  readonly ready: Promise<ValueList>;
  readonly end: () => void;
}

/** The newest events, of which a sample is counted in a few milliseconds. */
const newest = (rows: number): Sql =>
  sql`rowid >= (SELECT max(rowid) FROM trail.main.event_columns) - ${rows}`;

/**
 * Values of fields for completion, counted once a field and version of the events and then answered from memory. Until a
 * field is counted, and for fields whose values name single events, the newest events answer.
 */
export class ValueLists {
  readonly #pool: Pool;
  readonly #kept: Kept<Counting>;

  constructor(pool: Pool, versions: Versions) {
    this.#pool = pool;
    this.#kept = new Kept({ versions, most: mostLists });
  }

  /** Values that start with what was typed, then those that contain it, most frequent first. */
  async suggest({ field, typed, limit }: Asked, reader: Reader): Promise<SuggestedValues> {
    const many = besideOf(field)?.many(field);
    if (many && !many.isOne) return ofFew(reader, many.values, { field, typed, limit });
    if (isNoteField(field)) return { values: [], isSampled: false };
    const startedMs = performance.now();
    const left = (): number => Math.max(0, patienceMs - (performance.now() - startedMs));
    const known = this.#kept.find(`whole ${field}`);
    if (known?.isDone) return answer(await known.work.ready, typed, limit, false);
    const sample = await this.#of(`newest ${field}`, field, newest(sampleRows)).wait(undefined);
    const isCountable = !isIdentifying(sample) && !isInRecord(field);
    const counted = isCountable ? this.#of(`whole ${field}`, field, undefined) : undefined;
    const whole = counted && (await inTime(counted.wait(undefined), left()).catch(() => undefined));
    const list = whole ?? sample;
    const found = answer(list, typed, limit, !list.isWhole);
    if (list.isWhole || typed === '' || found.values.length >= limit) return found;
    const rare = await inTime(rareValues(reader, { field, typed, limit }), left());
    const seen = new Set(found.values.map(({ value }) => value));
    const more = (rare ?? []).filter(({ value }) => !seen.has(value));
    return { values: [...found.values, ...more].slice(0, limit), isSampled: true };
  }

  /** Ends what is still being counted. */
  close(): Promise<void> {
    return this.#kept.close();
  }

  /** A count of values, begun by the first who asks and finished whether or not they wait. `where` undefined: of all events. */
  #of(key: string, field: string, where: Sql | undefined): Keeping<Counting> {
    return this.#kept.of(key, [], () => {
      const counting = new AbortController();
      const reader = this.#pool.reader('facet', counting.signal);
      return { ready: listOf(reader, field, where), end: () => counting.abort() };
    });
  }
}

/** The lists of values of a workspace's fields. */
export const valueListsPart: Part<ValueLists> = {
  name: 'its lists of values',
  open: ({ pool, versions }) => new ValueLists(pool, versions),
};

async function listOf(reader: Reader, field: string, where: Sql | undefined): Promise<ValueList> {
  const values = await reader.read(
    sql`SELECT value, count(*)::DOUBLE AS count FROM (SELECT ${valueText(field)}::VARCHAR AS value
        FROM trail.main.event_columns WHERE ${where ?? sql`true`}) WHERE strlen(value) <= ${longestValue}
        GROUP BY value ORDER BY count DESC, value LIMIT ${keptValues + 1}`,
    counted,
  );
  const isWhole = where === undefined && values.length <= keptValues;
  return { values: values.slice(0, keptValues), isWhole };
}

/** Values beyond the most frequent ones, as far as the newest events have them. */
const rareValues = (reader: Reader, { field, typed, limit }: Asked): Promise<readonly CountedValue[]> =>
  reader.read(
    sql`SELECT value, count(*)::DOUBLE AS count FROM (SELECT ${valueText(field)}::VARCHAR AS value
        FROM trail.main.event_columns WHERE ${newest(sampleRows * 8)})
        WHERE strlen(value) <= ${longestValue} AND starts_with(lower(value), lower(${typed})) GROUP BY value ORDER BY count DESC, value LIMIT ${limit}`,
    counted,
  );

/** Values beside the events are few and change often: they are counted each time. */
async function ofFew(reader: Reader, values: Sql, { typed, limit }: Asked): Promise<SuggestedValues> {
  const rows = await reader.read(
    sql`SELECT value, count(*)::DOUBLE AS count FROM ${values} beside
        GROUP BY value ORDER BY count DESC, value LIMIT ${keptValues}`,
    counted,
  );
  return answer({ values: rows, isWhole: true }, typed, limit, false);
}

/** One row a value, also of a path with several. */
function valueText(field: string): Sql {
  const source = sourceOf(field);
  return source.isMany ? sql`unnest(${source.text})` : fieldText(field);
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
