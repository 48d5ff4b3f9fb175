import { problemLimit, sampleBytes, type Outcome, type Problem } from './found.ts';

/** What can be wrong with the values that a file's records have for one column. */
export type FlawKind = 'unread' | 'ambiguous' | 'ordered' | 'shape' | 'lost' | 'lacking';

/** Records of a file that have one thing wrong with one field. */
interface Flaw {
  readonly kind: FlawKind;
  readonly field: string;
  records: number;
  readonly positionBytes: number;
  readonly sample: string;
}

const words: Readonly<Record<FlawKind, (field: string, records: string) => string>> = {
  unread: (field, records) => `${field} could not be read in ${records}; it stays empty there.`,
  ambiguous: (field, records) =>
    `${field} has day and month as numbers in ${records}, and nothing in the file tells which comes first; it stays empty there.`,
  ordered: (field, records) =>
    `${field} has day and month as numbers in ${records}; they were read in the order that other times of the file show.`,
  shape: (field, records) => `${field} is not an object in ${records}; its columns stay empty there.`,
  lost: (_field, records) => `Some values could not be read into their columns in ${records}.`,
  lacking: (field, records) => `${field}, which every CloudTrail record has, is missing in ${records}.`,
};

/** Nothing of the evidence was left unread by these. */
const harmless: ReadonlySet<FlawKind> = new Set(['ordered', 'lacking']);

/** What is wrong with the values of one file's records, each kind and field once with its first place. */
export class Flaws {
  readonly #found = new Map<string, Flaw>();

  /** Counts records; the first place counts, so records come in the order they stand in the file. */
  add(kind: FlawKind, field: string, positionBytes: number, sample = '', records = 1): void {
    const key = `${kind} ${field}`;
    const flaw = this.#found.get(key);
    if (flaw) flaw.records += records;
    else this.#found.set(key, { kind, field, records, positionBytes, sample: sample.slice(0, sampleBytes) });
  }

  /** A file's end with these remarks; values left unread make it one that was read in part. */
  told<End extends RemarkedEnd>(end: End): End {
    const flaws = [...this.#found.values()];
    const problems = flaws.map(asProblem);
    const isPartial = flaws.some(({ kind }) => !harmless.has(kind));
    const reasons = [end.reason, ...problems.map(({ reason }) => reason)];
    return {
      ...end,
      status: end.status === 'accepted' && isPartial ? 'partial' : end.status,
      reason: reasons.filter((reason) => reason !== null).join(' '),
      positionBytes: end.positionBytes ?? problems[0]?.positionBytes ?? null,
      problems: [...end.problems, ...problems].slice(0, problemLimit),
    };
  }
}

type RemarkedEnd = Pick<Outcome, 'reason' | 'positionBytes' | 'problems'> & { readonly status: string };

const asProblem = ({ kind, field, records, positionBytes, sample }: Flaw): Problem => ({
  positionBytes,
  reason: words[kind](field, records === 1 ? '1 record' : `${records.toLocaleString('en-US')} records`),
  sample,
});
