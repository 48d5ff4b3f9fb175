import { INTEGER, VARCHAR } from '@duckdb/node-api';
import { isFieldByValue } from '../../../shared/fields/catalogue.ts';
import { clientOfAgent } from '../../../shared/cloudtrail/user-client.ts';
import { number, readFrom, text } from '../db/rows.ts';
import { identifier, sql, type Sql } from '../db/sql.ts';
import type { TableWithEvents } from '../derive/derived-table.ts';
import type { BesideFields } from './beside-fields.ts';

/** So many are in memory at once; a stranger's database may hold any number. */
const atOnce = 20_000;

/** Every text that stands in `userAgent` and that a client can be read from. */
export const clients: TableWithEvents = {
  name: 'clients',
  when: 'with-events',
  help: 'One row a text in userAgent, with the client that it names in few words.',
  columns: [
    { name: 'agent', type: 'VARCHAR', help: 'The text: event_columns.userAgent' },
    { name: 'client', type: 'VARCHAR', help: 'The client in few words' },
  ],
  version: 1,
  from: [],
  build: async ({ connection, into }, files) => {
    const isOfFiles = files ? `file_id BETWEEN ${files.from} AND ${files.to} AND` : '';
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE temp.main.new_agents AS SELECT agent, row_number() OVER ()::INTEGER AS n FROM (
         SELECT DISTINCT "userAgent" AS agent FROM trail.main.event_columns
         WHERE ${isOfFiles} "userAgent" IS NOT NULL EXCEPT SELECT agent FROM ${into})`,
    );
    // Agents stay in the database: what is read from their beginning goes back by number.
    await connection.run(`CREATE OR REPLACE TEMP TABLE temp.main.read_agents (n INTEGER, client VARCHAR)`);
    for (let first = 1; ; first += atOnce) {
      const page = `SELECT n, left(agent, 1000) AS agent FROM temp.main.new_agents WHERE n BETWEEN ${first} AND ${first + atOnce - 1}`;
      const found = await readFrom(connection, page, { n: number, agent: text });
      const appender = await connection.createAppender('read_agents', 'main', 'temp');
      for (const { n, agent } of found) {
        const client = clientOfAgent(agent);
        if (client === undefined) continue;
        appender.appendValue(n, INTEGER);
        appender.appendValue(client, VARCHAR);
        appender.endRow();
      }
      appender.closeSync();
      if (found.length < atOnce) break;
    }
    await connection.run(
      `INSERT INTO ${into} SELECT agent, client FROM temp.main.new_agents JOIN temp.main.read_agents USING (n)`,
    );
    await connection.run(`DROP TABLE temp.main.new_agents`);
    await connection.run(`DROP TABLE temp.main.read_agents`);
  },
  trim: async ({ connection, into }) => {
    await connection.run(
      `DELETE FROM ${into} WHERE agent NOT IN
         (SELECT "userAgent" FROM trail.main.event_columns WHERE "userAgent" IS NOT NULL)`,
    );
  },
};

const lookedUp = (agent: Sql): Sql =>
  sql`(SELECT min(known.client) FROM derived.main.clients known WHERE known.agent = ${agent})`;

/** The client of an event, by its agent. */
export const clientField: BesideFields = {
  owns: isFieldByValue,
  column: (_name, column) => lookedUp(column('userAgent')),
  cell: (_name, column) => lookedUp(column('userAgent')),
  many: () => undefined,
};

const lookup = lookedUp(identifier('userAgent')).parts.join('');

/** SQL with agents in the place of their clients, to see what it reads of the events: as many agents have as many clients. */
export const withAgents = (text: string): string => text.replaceAll(lookup, '"userAgent"');
