import { ruleOf } from '../../../../../shared/cloudtrail/stand-out/all-rules.ts';
import type { Deed } from '../../../../../shared/cloudtrail/stand-out/deed.ts';
import { selectedIn } from '../../../../../shared/cloudtrail/stand-out/narrowing.ts';
import type { Judgement, Rule } from '../../../../../shared/cloudtrail/stand-out/rule.ts';
import { groupedBy } from './grouped.ts';
import type { CountedDeed } from './read-deeds.ts';

/** A deed as one rule sees it. */
export interface Told {
  readonly deed: CountedDeed;
  readonly rule: Rule;
  readonly judgement: Judgement;
  readonly object: string | undefined;
}

/** What the deeds are, rule by rule; facts are none of them, nor what a rule takes back after a closer look. */
export const toldOf = (deeds: readonly CountedDeed[]): readonly Told[] =>
  deeds.flatMap((deed) =>
    deed.rules.flatMap((id) => {
      const rule = ruleOf(id);
      const judgement = rule?.line === 'fact' ? undefined : rule?.judge(deed);
      return rule && judgement ? [{ deed, rule, judgement, object: rule.object(deed) }] : [];
    }),
  );

/** What lines are told by. */
export interface Facts {
  /** True for a thing that the caller had made in this archive before. */
  readonly isOwn: (deed: Deed, object: string | undefined) => boolean;
  /** How long after a moment something about an object was taken back; undefined where that is not recorded. */
  readonly takenBack: (object: string, micros: number, not: readonly Deed[]) => number | undefined;
  /** Access keys of a user that were deleted or switched off by a caller. */
  readonly keysRetired: (principal: string, user: string) => readonly string[];
  /** True where a set of selectors asks for less than the one before it, of the same trail, and for nothing new. */
  readonly lacksFormer: (deed: Deed) => boolean;
  /** Buckets that trails of this archive write to. */
  readonly logBuckets: ReadonlySet<string>;
}

const objectBy = (id: string, deed: Deed): string | undefined => ruleOf(id)?.object(deed);

/** The parts of a name by which later calls may speak of the thing: an ARN's last part. */
const plain = (name: string): string =>
  name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);

/** The facts of an archive. */
export function factsOf(deeds: readonly Deed[]): Facts {
  const done = deeds.filter(({ result }) => result === 'done');
  const made = new Map<string, { readonly principal: string; readonly micros: number }[]>();
  for (const deed of done.filter(({ rules }) => rules.includes('made'))) {
    const name = objectBy('made', deed);
    if (name === undefined) continue;
    const known = made.get(plain(name));
    const making = { principal: deed.principal, micros: deed.micros ?? 0 };
    if (known) known.push(making);
    else made.set(plain(name), [making]);
  }
  const selectorSets = done.filter(({ action }) => action === 'PutEventSelectors');
  const back = groupedBy(
    done.filter(({ rules }) => rules.includes('taken-back')),
    (deed) => objectBy('taken-back', deed),
  );
  return {
    isOwn: (deed, object) =>
      object !== undefined &&
      (made.get(plain(object)) ?? []).some(
        ({ principal, micros }) => principal === deed.principal && micros <= (deed.micros ?? 0),
      ),
    takenBack: (object, micros, not) => {
      const found = back
        .get(object)
        ?.find((deed) => deed.micros !== null && deed.micros >= micros && !not.includes(deed));
      return found?.micros === null || found === undefined ? undefined : found.micros - micros;
    },
    keysRetired: (principal, user) =>
      (back.get(user) ?? [])
        .filter(
          (deed) =>
            deed.principal === principal &&
            (deed.action === 'DeleteAccessKey' ||
              deed.record.text('requestParameters.status') === 'Inactive'),
        )
        .flatMap(({ record }) => record.text('requestParameters.accessKeyId') ?? []),
    lacksFormer: (deed) => {
      const ofTrail = selectorSets.filter(
        (one) => ruleOf('trail-narrowed')?.object(one) === ruleOf('trail-narrowed')?.object(deed),
      );
      const former = ofTrail[ofTrail.indexOf(deed) - 1];
      if (!former) return false;
      const [before, now] = [selectedIn(former.request), selectedIn(deed.request)];
      return [...now].every((one) => before.has(one)) && now.size < before.size;
    },
    logBuckets: new Set(
      done
        .filter(({ action }) => action === 'CreateTrail')
        .flatMap(({ record }) => record.text('requestParameters.s3BucketName') ?? []),
    ),
  };
}
