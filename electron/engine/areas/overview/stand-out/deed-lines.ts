import { all, any, is } from '../../../../../shared/cloudtrail/conditions.ts';
import { everyone } from '../../../../../shared/cloudtrail/stand-out/policy-documents.ts';
import { actorPart, counted, lasting, listed, says } from './words.ts';
import {
  gravest,
  lighter,
  severities,
  type Severity,
} from '../../../../../shared/cloudtrail/stand-out/severity.ts';
import type { Sentence, Statement } from '../../../../../shared/contract/statement.ts';
import type { Rule } from '../../../../../shared/cloudtrail/stand-out/rule.ts';
import type { Filter } from '../../../../../shared/filter/filter.ts';
import type { KeyUses } from './key-uses.ts';
import { mostAlike } from './read-deeds.ts';
import { byEventIds, spansOf, statementOf } from './statement-of.ts';
import type { Facts, Told } from './told.ts';

/** What a line is judged with besides its own events. */
interface Known {
  readonly facts: Facts;
  readonly keyUses: KeyUses;
}

type Ending = 'done' | 'refused' | 'failed';
const endingOf = ({ deed }: Told): Ending | undefined =>
  deed.result === 'throttled' ? undefined : deed.result;

/** What stands on one line together. */
interface Group {
  readonly key: string;
  readonly all: readonly Told[];
  readonly ending: Ending;
}

function keyOf({ deed, rule, judgement, object }: Told): string {
  if (rule.line === 'recording') return `recording ${deed.principal}`;
  if (rule.line === 'identity' && object !== undefined) return `identity ${deed.principal} ${object}`;
  if (rule.line === 'sharing') return `sharing ${deed.principal} ${judgement.grantees?.join(' ') ?? ''}`;
  return `${rule.id} ${deed.principal}`;
}

function groupsOf(told: readonly Told[]): readonly Group[] {
  const groups = new Map<string, { key: string; ending: Ending; all: Told[] }>();
  for (const one of told) {
    const ending = endingOf(one);
    if (ending === undefined) continue;
    const key = keyOf(one);
    const group = groups.get(`${ending} ${key}`) ?? { key, ending, all: [] };
    group.all.push(one);
    groups.set(`${ending} ${key}`, group);
  }
  return [...groups.values()];
}

const distinctDeeds = (told: readonly Told[]): readonly Told['deed'][] => [
  ...new Set(told.map(({ deed }) => deed)),
];

/** The events of a group by what they say: needed where they are too many to be named one by one. */
function byRules({ all: told, ending }: Group): Filter {
  const rules = [...new Set(told.map(({ rule }) => rule))];
  return all(
    is('principal', told[0]?.deed.principal ?? ''),
    is('result', ending),
    any(...rules.map(({ when }) => when)),
  );
}

/** How many events a group stands for, and a filter that finds exactly them. */
function evidenceOf(group: Group): { readonly count: number; readonly filter: Filter } {
  const deeds = distinctDeeds(group.all);
  const isWhole = deeds.every(({ alike }) => alike <= mostAlike);
  const named = byEventIds(deeds);
  const isByRule = group.all.every(({ rule }) => rule.line === 'rule' && !rule.isJudged);
  if (named && (isWhole || !isByRule)) return { count: deeds.length, filter: named };
  const kinds = new Map(deeds.map((deed) => [deed.rules.join(' '), deed.alike]));
  return {
    count: [...kinds.values()].reduce((sum, alike) => sum + alike, 0),
    filter: byRules(group),
  };
}

/** That something was made first goes without saying where more is told of it. */
const goesWithoutSaying: ReadonlySet<string> = new Set(['user-created', 'role-created']);

function rulesIn(told: readonly Told[]): readonly Rule[] {
  const rules = [...new Set(told.map(({ rule }) => rule))];
  const telling = rules.filter(({ id }) => !goesWithoutSaying.has(id));
  return telling.length > 0 ? telling : rules;
}

/** One phrase a rule: `gave AdministratorAccess to`, and the things behind it; a verb that is repeated is said once. */
function phrasesOf(told: readonly Told[], ending: Ending): Sentence {
  const rules = rulesIn(told);
  let formerObject: string | undefined;
  let formerVerb = '';
  return rules.flatMap((rule, at) => {
    const own = told.filter((one) => one.rule === rule);
    const objects = own.flatMap(({ object }) => object ?? []);
    const { given: giving } = rule;
    const given = own.flatMap(({ deed }) => giving?.name(deed) ?? []);
    const link = at === 0 ? '' : at === rules.length - 1 ? ' and ' : ', ';
    const [verb = '', ...rest] = (ending === 'done' ? rule.did : rule.does).split(' ');
    const words = verb === formerVerb && rest.length > 0 ? rest.join(' ') : [verb, ...rest].join(' ');
    const isSame = objects.length > 0 && new Set(objects).size === 1 && objects[0] === formerObject;
    formerObject = new Set(objects).size === 1 ? objects[0] : undefined;
    formerVerb = verb;
    return [
      says(`${link}${words}`),
      ...(giving && given.length > 0 ? [says(' '), ...listed(given), says(` ${giving.link}`)] : []),
      ...(isSame ? [says(' it')] : objects.length > 0 ? [says(' '), ...listed(objects)] : []),
    ];
  });
}

function sentenceOf({ all: told, ending, key }: Group): Sentence {
  const [first] = told;
  if (!first) return [];
  const actor = actorPart(first.deed.principal);
  const attempt = ending === 'done' ? [] : [says(' tried to')];
  const refused =
    ending === 'refused' ? [says(' and was refused')] : ending === 'failed' ? [says(' and failed')] : [];
  if (key.startsWith('recording ')) {
    const objects = told.flatMap(({ object }) => object ?? []);
    const times = distinctDeeds(told).length;
    const often = times === 1 ? '' : ` ${times} times`;
    return [
      actor,
      says(ending === 'done' ? ` reduced recording${often}: ` : ` tried${often} to reduce recording: `),
      ...(objects.length > 0 ? listed(objects) : [says(first.deed.action)]),
      ...refused,
    ];
  }
  const grantees = [...new Set(told.flatMap(({ judgement }) => judgement.grantees ?? []))];
  const to =
    grantees.length === 0
      ? []
      : grantees.includes(everyone)
        ? [says(' to everyone')]
        : [says(' to account '), ...listed(grantees)];
  return [actor, ...attempt, says(' '), ...phrasesOf(told, ending), ...to, ...refused];
}

/** A key made for another user in the place of one that is retired by the same caller: a change of keys as it should be. */
const isRotation = ({ deed, rule, object }: Told, { facts }: Known): boolean =>
  rule.id === 'access-key-created' &&
  object !== undefined &&
  facts
    .keysRetired(deed.principal, object)
    .some((key) => key !== deed.record.text('responseElements.accessKey.accessKeyId'));

function severityOf(one: Told, known: Known): Severity {
  const { judgement, rule, deed, object } = one;
  if (isRotation(one, known)) return 'L';
  if (rule.id === 'rapid-expiry' && object !== undefined && known.facts.logBuckets.has(object)) return 'H';
  if (deed.action === 'PutEventSelectors' && known.facts.lacksFormer(deed)) return 'H';
  if (rule.id === 'function-code-replaced' && deed.identityType === 'IAMUser') return 'M';
  return judgement.severity;
}

const habitual: ReadonlySet<string> = new Set(['sign-in-without-factor', 'costly-machines', 'command-sent']);
const manyDays = 3;

/** What somebody does on many days is how they work, for a few rules about what is not wrong in itself. */
function isHabit({ all: told }: Group): boolean {
  const days = new Set(told.map(({ deed }) => Math.floor((deed.micros ?? 0) / 86_400_000_000)));
  return days.size >= manyDays && told.every(({ rule }) => habitual.has(rule.id));
}

/** Ending lowers it: what was refused or failed brought nothing about. */
function gravityOf(group: Group, known: Known): Severity {
  const base = isHabit(group) ? 'L' : gravest(group.all.map((one) => severityOf(one, known)));
  const after = group.ending === 'done' ? base : lighter(base, group.ending === 'refused' ? 1 : 2);
  return isAllOwn(group, known) ? lighter(after, 1) : after;
}

const isAllOwn = ({ all: told, ending }: Group, { facts }: Known): boolean =>
  ending === 'done' &&
  told.every(({ rule, deed, object }) => rule.isLighterOnOwn && facts.isOwn(deed, object));

/** The access keys that were made, with where they were used from. */
function keysIn(group: Group, { keyUses }: Known): Sentence {
  const keys = group.all
    .filter(({ rule }) => rule.id === 'access-key-created')
    .flatMap(({ deed }) => deed.record.text('responseElements.accessKey.accessKeyId') ?? []);
  if (keys.length === 0 || group.ending !== 'done') return [];
  const addresses = keys.flatMap((key) => keyUses.get(key)?.addresses ?? []);
  return addresses.length === 0
    ? [says('key not used here')]
    : [says('the key was used from '), ...listed(addresses, 'sourceIPAddress')];
}

/** How long it lasted, where something of it was taken back. */
function endedIn(group: Group, { facts }: Known): Sentence {
  if (group.ending !== 'done' || group.key.startsWith('recording ')) return [];
  const deeds = distinctDeeds(group.all);
  const lasted = group.all.flatMap(({ object, deed }) => {
    const micros =
      object === undefined || deed.micros === null ? undefined : facts.takenBack(object, deed.micros, deeds);
    return micros === undefined ? [] : [micros];
  });
  if (lasted.length === 0) return [];
  const distinct = [...new Set(lasted.map(lasting))];
  return [says(`taken back after ${distinct.slice(0, 2).join(' and ')}`)];
}

function putBack(group: Group): Sentence {
  const twice = distinctDeeds(group.all.filter(({ rule }) => rule.id === 'function-code-replaced'));
  const [first, last] = [twice[0]?.micros, twice.at(-1)?.micros];
  const isOne = new Set(group.all.map(({ object }) => object)).size === 1;
  if (
    twice.length !== 2 ||
    !isOne ||
    first === undefined ||
    first === null ||
    last === undefined ||
    last === null
  )
    return [];
  return [says(`replaced again after ${lasting(last - first)}`)];
}

function furtherFailures(group: Group, groups: readonly Group[]): Sentence {
  if (group.ending !== 'done') return [];
  const failed = groups.find(({ key, ending }) => key === group.key && ending === 'failed');
  if (!failed) return [];
  const deeds = distinctDeeds(failed.all);
  const codes = deeds.flatMap(({ errorCode }) => errorCode ?? []);
  return [says(`${counted(deeds.length, 'further attempt')} failed: `), ...listed(codes, 'errorCode')];
}

function detailOf(group: Group, known: Known, groups: readonly Group[]): Sentence {
  const details = [...new Set(group.all.flatMap(({ judgement }) => judgement.detail ?? []))].slice(0, 3);
  const ownership: Sentence = isAllOwn(group, known)
    ? [says('all on what the same caller had made here')]
    : group.key.startsWith('recording ') && group.ending === 'done'
      ? group.all.some(({ deed, object }) => known.facts.isOwn(deed, object))
        ? [says('some of it on what the same caller had made here')]
        : []
      : [];
  const pieces: readonly Sentence[] = [
    ownership,
    details.map((detail) => says(detail)).flatMap((part, at) => (at === 0 ? [part] : [says(', '), part])),
    keysIn(group, known),
    putBack(group),
    endedIn(group, known),
    furtherFailures(group, groups),
  ].filter((piece) => piece.length > 0);
  return pieces.flatMap((piece, at) => (at === 0 ? piece : [says('; '), ...piece]));
}

/** A made key that was used from where its maker never was is more than a key that was made. */
function raised(severity: Severity, group: Group, { keyUses }: Known): Severity {
  const made = group.all.filter(({ rule }) => rule.id === 'access-key-created' && group.ending === 'done');
  const isUsedElsewhere = made.some(({ deed }) => {
    const key = deed.record.text('responseElements.accessKey.accessKeyId');
    const used = key === undefined ? undefined : keyUses.get(key);
    return used !== undefined && deed.accessKey !== key && used.addresses.includes(deed.address ?? '');
  });
  return isUsedElsewhere && severity === 'M' ? 'H' : severity;
}

function lineOf(group: Group, known: Known, groups: readonly Group[]): Statement | undefined {
  const ranked = [...group.all].sort(
    (a, b) => severities.indexOf(severityOf(a, known)) - severities.indexOf(severityOf(b, known)),
  );
  const [main] = ranked;
  if (!main) return undefined;
  const severity = raised(gravityOf(group, known), group, known);
  if (severity === 'I') return undefined;
  const sorted = { ...group, all: ranked };
  const { count, filter } = evidenceOf(group);
  return statementOf({
    rule: main.rule.id,
    version: main.rule.version,
    about: [group.key],
    severity,
    outcome: group.ending,
    subject: main.rule.subject,
    says: sentenceOf(sorted),
    detail: detailOf(sorted, known, groups),
    theirs: [
      ...new Set(ranked.flatMap(({ rule, judgement }) => [...rule.theirs, ...(judgement.theirs ?? [])])),
    ].slice(0, 12),
    count,
    filter,
    spans: spansOf(group.all.map(({ deed }) => deed.micros)),
    notKnown: [...new Set(ranked.flatMap(({ rule }) => rule.notKnown))].slice(0, 5),
  });
}

/** Failed attempts beside done ones of the same are told on the line of the done ones. */
const isToldElsewhere = (group: Group, groups: readonly Group[]): boolean =>
  group.ending === 'failed' && groups.some(({ key, ending }) => key === group.key && ending === 'done');

/** The lines of single-event rules: one for what belongs together. */
export function deedLines(told: readonly Told[], known: Known): readonly Statement[] {
  const groups = groupsOf(told.filter((one) => severityOf(one, known) !== 'I'));
  return groups.flatMap((group) =>
    isToldElsewhere(group, groups) ? [] : (lineOf(group, known, groups) ?? []),
  );
}
