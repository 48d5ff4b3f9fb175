import type { ArchiveAtAGlance, OverviewLine } from '../../../shared/contract/overview.ts';
import type { Sentence, Statement } from '../../../shared/contract/statement.ts';
import type { Local } from './local.ts';

/** What statements are worked out with: all of the archive, whatever the scope. */
export type StatementsFrom = Pick<Local, 'reader' | 'derived' | 'counts'>;

/** Something that says what stands out in an archive. Areas register theirs; the overview knows none of them. */
export interface StatementSource {
  /** What it looks for, for people. */
  readonly name: string;
  /** Everything it has to say, in any order. Errors: `cancelled`, those of its reads. */
  readonly statements: (local: StatementsFrom, signal: AbortSignal) => Promise<readonly Statement[]>;
  /** What all lines that nobody put aside come to, the gravest first; null where it has nothing to sum up. Errors: as `statements`. */
  readonly verdict?: (
    local: StatementsFrom,
    lines: readonly OverviewLine[],
    archive: ArchiveAtAGlance,
  ) => Promise<Sentence | null>;
}

const registered = new Set<StatementSource>();

/** Makes a source known to the overview. Registering the same one again changes nothing; the answer takes it away again. */
export function registerStatements(source: StatementSource): () => void {
  registered.add(source);
  return () => void registered.delete(source);
}

/** All registered sources, in the order of their registering. */
export const statementSources = (): readonly StatementSource[] => [...registered];
