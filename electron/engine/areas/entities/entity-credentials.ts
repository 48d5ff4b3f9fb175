import type { EntityCredentials } from '../../../../shared/contract/entity-sections.ts';
import type { Local } from '../../ask/local.ts';
import type { AnsweredQuestion } from '../../ask/question.ts';
import { spanItems, spanShape } from '../../ask/span.ts';
import { sql } from '../../db/sql.ts';
import { headlineOf } from './headline.ts';
import { readLanes } from './lanes.ts';
import { notKnownOf } from './not-known.ts';
import { obtainedOf, readMints } from './obtained.ts';

/** What the credentials of a page are asked for. */
export interface CredentialsRequest {
  readonly question: AnsweredQuestion;
  readonly limit: number;
  readonly pieces: number;
}

/** The credentials of a question's events as lanes, how each was obtained, and what is peculiar about them. */
export async function readCredentials(
  { reader }: Pick<Local, 'reader'>,
  { question, limit, pieces }: CredentialsRequest,
): Promise<EntityCredentials> {
  const [used, archive] = await Promise.all([
    readLanes(reader, question, limit, pieces),
    reader.one(sql`SELECT ${spanItems} FROM trail.main.event_columns`, spanShape),
  ]);
  const mints = await readMints(reader, used.lanes);
  const archiveFrom = archive.first_at;
  const lanes = used.lanes.map((lane) => ({ ...lane, obtained: obtainedOf(lane, mints, archiveFrom) }));
  const { span, distinct, events, writes, failed, refused } = used;
  return {
    span: span ?? null,
    pieces,
    ...{ distinct, lanes, events, writes, failed, refused },
    headline: headlineOf({ used, lanes, archiveFrom }),
    notKnown: notKnownOf(lanes),
  };
}
