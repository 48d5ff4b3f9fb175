import type { Statement } from '../../../../../shared/contract/statement.ts';
import type { Local } from '../../../ask/local.ts';

/** Who makes statements for the overview. */
export interface StatementSource {
  readonly name: string;
  readonly statements: (
    local: Pick<Local, 'reader'>,
    signal: AbortSignal | undefined,
  ) => Promise<readonly Statement[]>;
}
