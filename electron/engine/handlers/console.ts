import type { Handlers } from '../../../shared/bridge/contract.ts';
import type { consoleContract } from '../../../shared/contract/console.ts';
import type { Investigation } from '../investigation.ts';
import { describeSchema } from '../query/console-schema.ts';

/** SQL of the person's own. */
export const consoleHandlers = (open: () => Investigation): Handlers<typeof consoleContract> => ({
  'sql.run': async (params, { signal, report }) => {
    const { console, folder } = open();
    const result = await console.run({ ...params, signal, report });
    if (!folder.isReadOnly) await folder.journal.append('sql.run', { sql: params.sql, rows: result.rows });
    return result;
  },
  'sql.schema': () => describeSchema(),
});
