import type { TableWithEvents } from '../../derive/derived-table.ts';

/**
 * IDs that stand for several events. After merging, a row is left for each event, so an ID with more than one row is in
 * conflict. A record without an account counts for the only account that others of its ID have, as it does for merging.
 */
export const conflictingEvents: TableWithEvents = {
  name: 'conflicting_events',
  when: 'with-events',
  help: 'One row an event ID that stands for events with different content.',
  columns: [
    { name: 'recipientAccountId', type: 'VARCHAR', help: 'The account that received them' },
    { name: 'eventID', type: 'VARCHAR', help: 'The ID they share' },
    { name: 'events', type: 'BIGINT', help: 'How many different ones there are' },
  ],
  version: 1,
  from: [],
  build: async ({ connection, into }) => {
    await connection.run(
      `INSERT INTO ${into}
       WITH shared_ids AS (
         SELECT lower("eventID") AS id FROM trail.main.event_columns WHERE "eventID" IS NOT NULL GROUP BY ALL HAVING count(*) > 1),
       rows_of_ids AS (
         SELECT lower("eventID") AS id, "recipientAccountId" AS own_account, completeness NOT IN ('complete', 'unread') AS is_partial
         FROM trail.main.event_columns WHERE lower("eventID") IN (FROM shared_ids))
       SELECT account, id, count(*) FROM (
         SELECT id, CASE WHEN own_account IS NULL AND (is_partial OR min(own_account) OVER ids = max(own_account) OVER ids)
           THEN min(own_account) OVER ids ELSE own_account END AS account
         FROM rows_of_ids WINDOW ids AS (PARTITION BY id))
       GROUP BY ALL HAVING count(*) > 1`,
    );
  },
};
