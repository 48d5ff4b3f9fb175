import { companionNamed, companionSource } from '../../../../shared/cloudtrail/companions.ts';
import type { ResultOf } from '../../../../shared/bridge/contract.ts';
import type { namesContract } from '../../../../shared/contract/names.ts';
import type { Reader } from '../../db/pool.ts';
import { number, numberOrNull, text } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import type { Told } from './names-tables.ts';
import { countFacts } from './read-facts.ts';

type Companions = ResultOf<(typeof namesContract)['names.companions']>;

/** The files of the evidence that tell something and hold no events, in the order of the ledger. */
export async function foundCompanions(reader: Reader, told: ReadonlyMap<string, Told>): Promise<Companions> {
  const rows = await reader.read(
    sql`SELECT f.path, c.kind, c.sha256, epoch_us(f.modified_at)::DOUBLE AS modified, f.size_bytes::DOUBLE AS size
        FROM trail.main.companions c JOIN trail.main.files f ON f.id = c.file_id ORDER BY c.file_id`,
    { path: text, kind: text, sha256: text, modified: numberOrNull, size: number },
  );
  return rows.map(({ path, kind, sha256, modified, size }) => {
    const known = companionNamed(kind);
    const facts = told.get(sha256)?.facts;
    return {
      ...{ path, kind, sha256, sizeBytes: size, modifiedMicros: modified },
      source: known ? companionSource(known) : kind,
      facts: facts ? countFacts(facts) : 0,
    };
  });
}
