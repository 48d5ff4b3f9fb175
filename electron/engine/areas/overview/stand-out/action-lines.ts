import { is, isAmong } from '../../../../../shared/cloudtrail/conditions.ts';
import { actorPart, counted, lasting, listed, says, value } from './words.ts';
import type { Statement } from '../../../../../shared/contract/statement.ts';
import { addressesOf, distinct, grouped, hour, hoursIn, lengthOf, spanOf, total } from './action-groups.ts';
import type { Action } from './read-actions.ts';
import { byCaller, statementOf } from './statement-of.ts';

const second = 1_000_000;

const secretNames = ['GetSecretValue', 'BatchGetSecretValue'];
const parameterNames = ['GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory'];

/** Names that a request lists are in one text of JSON. */
function namesIn(object: string): readonly string[] {
  if (!object.startsWith('[')) return [object];
  try {
    const names = JSON.parse(object) as unknown;
    return Array.isArray(names) ? names.map(String) : [object];
  } catch {
    return [object];
  }
}

const plain = (name: string): string =>
  name.startsWith('arn:') ? name.slice(name.lastIndexOf(':') + 1) : name;

/** The objects that actions named, each once. */
const objectsOf = (actions: readonly Action[]): readonly string[] =>
  distinct(
    distinct(actions.map(({ object }) => object))
      .flatMap(namesIn)
      .map(plain),
  );

/** Fewer different ones are what a program needs to start. */
const manySecrets = 10;

/** A secret's name in its own calls has a random end that its creation does not have. */
const isMadeBy = (made: ReadonlySet<string>, name: string): boolean =>
  made.has(name) || made.has(name.replace(/-[A-Za-z0-9]{6}$/, ''));

function secretLine(
  actions: readonly Action[],
  madeBy: (principal: string) => ReadonlySet<string>,
): Statement | undefined {
  const [one] = actions;
  if (!one) return undefined;
  const secrets = objectsOf(actions.filter(({ name }) => secretNames.includes(name)));
  const parameters = objectsOf(actions.filter(({ name }) => parameterNames.includes(name)));
  const objects = [...secrets, ...parameters];
  const isBatch = actions.some(({ name }) => name === 'BatchGetSecretValue');
  const isPerson = one.identityType === 'IAMUser';
  if (objects.length < (isPerson ? manySecrets / 2 : manySecrets) && !(isBatch && isPerson)) return undefined;
  const made = madeBy(one.principal);
  const isOwn = objects.length > 0 && objects.every((name) => isMadeBy(made, name));
  const isHabit = hoursIn(actions) > 3;
  return statementOf({
    rule: 'secrets-read-in-bulk',
    about: [one.principal],
    severity: isOwn || isHabit ? 'L' : objects.length >= 2 * manySecrets ? 'H' : 'M',
    subject: 'Credential access',
    says: [
      actorPart(one.principal),
      says(
        ` read ${
          [
            ...(parameters.length > 0 ? [counted(parameters.length, 'parameter')] : []),
            ...(secrets.length > 0 ? [counted(secrets.length, 'secret')] : []),
          ].join(' and ') || 'secrets in batches'
        } in clear`,
      ),
    ],
    detail: [
      says(
        `${counted(total(actions), 'call')} in ${lasting(lengthOf(actions))}${isOwn ? '; all of them made by the same caller here' : isHabit ? '; as in other hours' : ''}; from `,
      ),
      ...listed(addressesOf(actions), 'sourceIPAddress'),
    ],
    theirs: ['T1555.006', 'CredentialAccess:IAMUser/AnomalousBehavior'],
    count: total(actions),
    filter: byCaller(
      one.principal,
      is('result', 'done'),
      isAmong('eventName', [...secretNames, ...parameterNames]),
    ),
    spans: [spanOf(actions)],
    notKnown: ['What the values were used for.'],
  });
}

/** So many refusals within an hour are more than a slip. */
const manyRefusals = 10;

function refusedLine(actions: readonly Action[]): Statement | undefined {
  const [one] = actions;
  if (!one || total(actions) < manyRefusals) return undefined;
  const names = distinct(actions.map(({ name }) => name));
  const telling = distinct(
    actions.filter(({ consequence }) => consequence !== 'other').map(({ name }) => name),
  );
  const isHabit = hoursIn(actions) > 3;
  const isRoutine = telling.length === 0 || isHabit;
  const { fromMicros, toMicros } = spanOf(actions);
  return statementOf({
    rule: 'refused-in-bulk',
    about: [one.principal],
    severity: isRoutine ? 'L' : 'M',
    outcome: 'refused',
    subject: telling.some((name) => name.startsWith('Get')) ? 'Credential access' : 'Discovery',
    says: [
      actorPart(one.principal),
      says(` was refused ${counted(total(actions), 'time')} in ${lasting(lengthOf(actions))}: `),
      ...listed([...telling, ...names.filter((name) => !telling.includes(name))], 'eventName'),
    ],
    detail: [
      says(isHabit ? 'over many hours, as where a right is lacking' : counted(names.length, 'action')),
    ],
    theirs: ['T1087.004', 'T1580', 'CIS 4.1'],
    count: total(actions),
    filter: byCaller(one.principal, is('result', 'refused')),
    spans: [{ fromMicros, toMicros }],
  });
}

function rootLine(actions: readonly Action[]): Statement | undefined {
  const [one] = actions;
  if (!one) return undefined;
  const changes = actions.filter(
    ({ consequence, result, name }) =>
      consequence === 'change' && result === 'done' && name !== 'ConsoleLogin',
  );
  return statementOf({
    rule: 'root-used',
    about: [one.principal],
    severity: 'L',
    subject: 'Sign-in',
    says: [
      says(
        `the root user made ${counted(total(actions), 'call')}, ${total(changes) === 0 ? 'no' : counted(total(changes), 'change')}${total(changes) === 0 ? ' change' : ''} among them, from `,
      ),
      ...listed(addressesOf(actions), 'sourceIPAddress'),
    ],
    detail: changes.length > 0 ? listed(distinct(changes.map(({ name }) => name)), 'eventName') : [],
    theirs: ['T1078.004', 'Policy:IAMUser/RootCredentialUsage', 'CIS 4.3'],
    count: total(actions),
    filter: byCaller(one.principal, is('userIdentity.type', 'Root')),
    spans: [spanOf(actions)],
  });
}

function allowedLater(
  actions: readonly Action[],
  changed: (principal: string, from: number, to: number) => string | undefined,
): Statement | undefined {
  const [one] = actions;
  const refused = actions.filter(({ result }) => result === 'refused');
  const done = actions.filter(({ result }) => result === 'done');
  if (!one || refused.length === 0 || done.length === 0) return undefined;
  const from = Math.min(...refused.map(({ first }) => first));
  const to = Math.min(...done.filter(({ first }) => first >= from).map(({ first }) => first));
  if (!Number.isFinite(to) || done.some(({ first }) => first < from)) return undefined;
  const between = changed(one.principal, from, to);
  if (between === undefined) return undefined;
  const span = { fromMicros: from, toMicros: to + second };
  return statementOf({
    rule: 'refused-then-allowed',
    about: [one.principal, one.source, one.name],
    severity: 'M',
    outcome: 'mixed',
    subject: 'Privilege escalation',
    says: [
      actorPart(one.principal),
      says(' was refused '),
      value(one.name, 'eventName'),
      says(` and could do it ${lasting(to - from)} later`),
    ],
    detail: [says('between them '), value(between)],
    theirs: ['T1098.003'],
    grade: 'inferred',
    otherExplanation: 'The two calls were about different things.',
    count: total(refused) + total(done),
    filter: byCaller(
      one.principal,
      is('eventSource', one.source),
      is('eventName', one.name),
      isAmong('result', ['done', 'refused']),
    ),
    spans: [span],
  });
}

/** Accounts that entered a role here for the first time when the archive had long begun. */
function entryLine(
  actions: readonly Action[],
  archive: { readonly fromMicros: number; readonly toMicros: number },
): Statement | undefined {
  const [one] = actions;
  const span = archive.toMicros - archive.fromMicros;
  if (!one || one.first < archive.fromMicros + span / 4 || span < 24 * hour) return undefined;
  return statementOf({
    rule: 'entered-from-elsewhere',
    about: [one.principal],
    severity: 'M',
    subject: 'Persistence',
    says: [
      value(one.principal, 'principal'),
      says(' of another account entered '),
      ...listed(
        actions.flatMap(({ object }) => (object === null ? [] : object.slice(object.lastIndexOf('/') + 1))),
      ),
      says(', not seen before'),
    ],
    detail: [says('from '), ...listed(addressesOf(actions), 'sourceIPAddress')],
    theirs: ['T1199'],
    grade: 'inferred',
    otherExplanation: 'A partner or an account of the same organization that comes rarely.',
    count: total(actions),
    filter: byCaller(
      one.principal,
      is('eventName', 'AssumeRole'),
      is('userIdentity.type', 'AWSAccount'),
      is('result', 'done'),
    ),
    spans: [spanOf(actions)],
  });
}

/** What lines about actions are told with. */
export interface ActionFacts {
  /** Names of what a caller made. */
  readonly madeBy: (principal: string) => ReadonlySet<string>;
  /** A change of a caller's rights between two moments, in words. */
  readonly changed: (principal: string, from: number, to: number) => string | undefined;
}

/** Lines about how often and on how much callers used actions. */
export function actionLines(
  actions: readonly Action[],
  { madeBy, changed }: ActionFacts,
): readonly Statement[] {
  if (actions.length === 0) return [];
  const done = actions.filter(({ result }) => result === 'done');
  const byPrincipal = (of: readonly Action[]): readonly (readonly Action[])[] =>
    grouped(of, ({ principal }) => principal);
  const named = (names: readonly string[]): readonly Action[] =>
    done.filter(({ name }) => names.includes(name));
  const both = grouped(
    actions.filter(
      ({ consequence, result }) => consequence !== 'other' && (result === 'done' || result === 'refused'),
    ),
    ({ principal, source, name }) => `${principal} ${source} ${name}`,
  );
  return [
    ...byPrincipal(named([...secretNames, ...parameterNames])).map((own) => secretLine(own, madeBy)),
    ...byPrincipal(actions.filter(({ result }) => result === 'refused')).map(refusedLine),
    ...byPrincipal(actions.filter(({ identityType }) => identityType === 'Root')).map(rootLine),
    ...both.map((own) => allowedLater(own, changed)),
    ...byPrincipal(
      done.filter(({ identityType, name }) => identityType === 'AWSAccount' && name === 'AssumeRole'),
    ).map((own) => entryLine(own, spanOf(actions))),
  ].filter((line) => line !== undefined);
}
