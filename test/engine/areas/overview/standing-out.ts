import { derivedTables } from '../../../../electron/engine/all-derived-tables.ts';
import { verdictFor, whatStandsOut } from '../../../../electron/engine/areas/overview/stand-out/stand-out.ts';
import { compileFilter } from '../../../../electron/engine/ask/local-sql.ts';
import { Pool } from '../../../../electron/engine/db/pool.ts';
import { count, text, textOrNull } from '../../../../electron/engine/db/rows.ts';
import { sql } from '../../../../electron/engine/db/sql.ts';
import type { Statement, StatementPart } from '../../../../shared/contract/statement.ts';
import { opened } from '../../../support/opened-tables.ts';
import { testEngine } from '../../../support/engine.ts';
import { tempFolder } from '../../../support/temp.ts';

const partText = (part: StatementPart): string => ('text' in part ? part.text : part.value);

/** A line as a person reads it. */
export const inWords = ({ severity, says, detail, count }: Statement): string =>
  `${severity} ${says.map(partText).join('')} | ${detail.map(partText).join('')} | ${count}`;

/** What stands out in evidence, and how many events each line's filter finds. */
export async function standingOut(...paths: readonly string[]) {
  const folder = tempFolder();
  const engine = testEngine(folder);
  const job = await engine.importAll(...paths);
  await engine.engine.whenCovered();
  const info = await engine.call('workspace.current', {});
  if (!info || info.events === 0) throw new Error(`Nothing was imported: ${JSON.stringify(job)}`);
  await engine.engine.close();
  const { instance, derived } = await opened(info.path, derivedTables);
  const pool = new Pool(instance);
  const reader = pool.reader('facet');
  const begun = performance.now();
  const lines = await whatStandsOut({ reader });
  const tookMs = performance.now() - begun;
  const found = (statement: Statement): Promise<number> =>
    'filter' in statement.evidence
      ? reader
          .one(
            sql`SELECT count(*)::DOUBLE AS n FROM trail.main.event_columns WHERE ${compileFilter(statement.evidence.filter)}`,
            { n: count },
          )
          .then(({ n }) => n)
      : Promise.resolve(statement.evidence.events.length);
  const eventsOf = async (statement: Statement): Promise<readonly (string | null)[]> => {
    if (!('filter' in statement.evidence)) return statement.evidence.events;
    const rows = await reader.read(
      sql`SELECT "eventID" AS id FROM trail.main.event_columns WHERE ${compileFilter(statement.evidence.filter)}`,
      { id: textOrNull },
    );
    return rows.map(({ id }) => id);
  };
  const named = async (): Promise<ReadonlyMap<string, string>> => {
    const rows = await reader.read(sql`SELECT "eventID" AS id, rules FROM derived.main.notable_events`, {
      id: text,
      rules: text,
    });
    return new Map(rows.map(({ id, rules }) => [id, rules]));
  };
  const verdict = async (): Promise<string> =>
    ((await verdictFor({ reader }, lines)) ?? []).map(partText).join('');
  return { lines, found, eventsOf, named, verdict, tookMs, derived, close: () => pool.close() };
}
