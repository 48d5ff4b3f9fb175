import * as v from 'valibot';
import { AppError } from '../../../../shared/bridge/errors.ts';
import {
  expectedActorSchema,
  type ExpectedActor,
  type OverviewLine,
} from '../../../../shared/contract/overview.ts';
import { parseAs } from '../../disk/json-text.ts';
import type { WorkspaceFolder } from '../../workspace/session.ts';

const kinds = { dismissal: 'dismissal', expected: 'expected-actor' } as const;

/** Most actors that every line is compared with. */
const mostActors = 200;

/** Why each statement was put aside, by its ID. */
export function dismissals({ work }: WorkspaceFolder): ReadonlyMap<string, OverviewLine['dismissed']> {
  return new Map(
    [...work.latest(kinds.dismissal)].flatMap(([id, { value, by, at }]) =>
      typeof value === 'string' ? [[id, { reason: value, by, at }] as const] : [],
    ),
  );
}

/** Puts a statement aside with a reason, or takes it back with null. Errors: those of the work log and of `assertWritable`. */
export async function dismiss(folder: WorkspaceFolder, id: string, reason: string | null): Promise<void> {
  folder.assertWritable();
  await folder.work.add(kinds.dismissal, new Map([[id, reason]]));
  await folder.journal.append('statement.dismissed', { id: id.slice(0, 500), reason });
}

/** Everybody whose deeds are expected, by name. */
export const expectedActors = ({ work }: WorkspaceFolder): readonly ExpectedActor[] =>
  [...work.latest(kinds.expected).values()]
    .flatMap(({ value }) => (typeof value === 'string' ? (parseAs(expectedActorSchema, value) ?? []) : []))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1))
    .slice(0, mostActors);

/** Adds or changes an expected actor, or takes it out. Errors: `busy` beyond a number, those of `dismiss`. */
export async function expect(
  folder: WorkspaceFolder,
  actor: ExpectedActor,
  isRemoved: boolean,
): Promise<void> {
  folder.assertWritable();
  const others = expectedActors(folder).filter(({ id }) => id !== actor.id);
  if (!isRemoved && others.length >= mostActors) throw tooMany();
  const value = isRemoved ? null : JSON.stringify(v.parse(expectedActorSchema, actor));
  await folder.work.add(kinds.expected, new Map([[actor.id, value]]));
  await folder.journal.append(isRemoved ? 'actor.not-expected' : 'actor.expected', { ...actor });
}

const tooMany = (): AppError =>
  new AppError(
    'cannot-answer',
    `${mostActors} expected actors are there already, and every line is compared with each. Remove one, or tell several by one address block or one client with *.`,
  );
