import { AppError } from '../../shared/bridge/errors.ts';
import { identityName, identityWord } from '../../shared/cloudtrail/identity-name.ts';
import { wholeScope, type Question } from '../../shared/contract/common.ts';
import { questionAbout, subjectTitle, subjectsOf, type Subject } from '../../shared/contract/page-subject.ts';
import { everything, type Filter } from '../../shared/filter/filter.ts';
import type { Run } from './run.ts';

/** What a person named, and the events that are about it. */
export interface NamedEntity {
  readonly kind: string;
  readonly value: string;
  readonly question: Question;
}

/** Names that are looked through for one that a person typed. */
const most = 100;

const asEntity = (subject: Subject): NamedEntity | undefined => {
  const question = questionAbout(subject, { scope: wholeScope, filter: everything });
  return question && { kind: subjectTitle(subject), value: subject.value, question };
};

/** The principals that are called by a name: a user, a role, a service. */
async function calledSo({ session, signal }: Run, name: string): Promise<readonly string[]> {
  const { values } = await session.call(
    'values.suggest',
    { field: 'principal', typed: name, limit: most },
    { signal },
  );
  return values
    .map(({ value }) => value)
    .filter((value) => value === name || identityName(value).name === name);
}

const test = (field: string, value: string): Filter => ({
  kind: 'field',
  field,
  test: { op: 'equals', value, caseSensitive: true },
});

/**
 * The identity, key, address, resource, account or Region that a value names, by what it looks like; a bare name is that of an
 * identity, else of what calls are about. Errors: `bad-params` where several identities are called so.
 */
export async function entityOf(run: Run, value: string): Promise<NamedEntity> {
  const named = await calledSo(run, value);
  // Some records name a user without the ARN; they belong to the one that has it.
  const arns = named.filter((one) => one.startsWith('arn:'));
  const principals = arns.length > 0 ? arns : named;
  if (principals.length > 1) {
    const which = principals
      .map((one) => `${one} (${identityWord(identityName(one).kind) || 'unknown'})`)
      .join(', ');
    throw new AppError(
      'bad-params',
      `Several identities are called “${value}”: ${which}. Name one of them in full.`,
    );
  }
  const [principal] = principals;
  const [known] = [
    ...(principal === undefined ? [] : [{ kind: 'principal', value: principal } as const]),
    ...(/^\d{12}$/.test(value) ? [{ kind: 'account', value } as const] : []),
    ...(/^[a-z]{2}(-[a-z]+)+-\d$/.test(value) ? [{ kind: 'region', value } as const] : []),
    ...subjectsOf('', value),
  ];
  const entity = known && asEntity(known);
  if (entity) return entity;
  const filter: Filter = { kind: 'or', of: [test('target.name', value), test('target.arn', value)] };
  return { kind: 'Resource', value, question: { scope: wholeScope, filter } };
}
