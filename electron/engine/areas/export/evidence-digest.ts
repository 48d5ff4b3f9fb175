import type { DuckDBConnection } from '@duckdb/node-api';
import { count, readOne, text } from '../../db/rows.ts';

/** Which evidence a workspace was made from, in one value. */
export interface EvidenceDigest {
  /**
   * SHA-256, in lower-case hex, over the SHA-256 hashes of all files in the ledger, in lower-case hex, sorted, each with a
   * line feed behind it. Members of archives are left out: their archive's hash covers them. Two files with the same
   * content count twice. Files that were never read have no hash. So `sha256sum` over every imported file, its first
   * column through `sort` and `sha256sum` gives the same value when all of them were read.
   */
  readonly digest: string;
  /** How many hashes went into it. */
  readonly files: number;
  /** How many files of the ledger have none. */
  readonly filesWithoutHash: number;
}

/** Computes the digest of the workspace that the connection reads. */
export function evidenceDigest(connection: DuckDBConnection): Promise<EvidenceDigest> {
  return readOne(
    connection,
    `SELECT sha256(coalesce(string_agg(sha256 || chr(10), '' ORDER BY sha256), '')) AS digest,
       count(sha256)::DOUBLE AS files, (count(*) - count(sha256))::DOUBLE AS "filesWithoutHash"
     FROM trail.main.files WHERE member_of IS NULL`,
    { digest: text, files: count, filesWithoutHash: count },
  );
}
