import {
  overviewContract,
  type ArchiveAtAGlance,
  type OverviewLine,
} from '../../../../shared/contract/overview.ts';
import type { Sentence } from '../../../../shared/contract/statement.ts';
import type { Area } from '../../area.ts';
import { statementSources, type StatementsFrom } from '../../ask/statement-sources.ts';
import type { Investigation } from '../../investigation.ts';
import { archiveAtAGlance } from './archive.ts';
import { dismiss, dismissals, expect, expectedActors } from './decisions.ts';
import { overviewPart } from './kept-statements.ts';
import { allStatements, marksOf, questionOf, standsOut, verdictOf, type Marks } from './stands-out.ts';

const localOf = ({ pool, derived, counts }: Investigation, signal: AbortSignal): StatementsFrom => ({
  ...{ derived, counts },
  reader: pool.reader('facet', signal),
});

/** While an import runs, and while tables of the background are made. Of a workspace that is only read none are. */
const isPartial = ({ evidence, derived, folder }: Investigation): boolean =>
  evidence.isRunning || (!folder.isReadOnly && !derived.background.areWhole);

const archiveOf = (investigation: Investigation, signal: AbortSignal): Promise<ArchiveAtAGlance> =>
  investigation
    .part(overviewPart)
    .of('archive', signal, (stop) => archiveAtAGlance(localOf(investigation, stop)));

/** All that the sources say and whose deeds it is; kept once the tables it rests on are whole. */
async function saidOf(investigation: Investigation, signal: AbortSignal) {
  const sources = statementSources();
  const isWhole = !isPartial(investigation);
  const actors = expectedActors(investigation.folder);
  const kept = investigation.part(overviewPart);
  const keeping = <Result>(key: string, make: (signal: AbortSignal) => Promise<Result>): Promise<Result> =>
    isWhole ? kept.of(key, signal, make) : make(signal);
  const statements = await keeping(`said by ${sources.map(({ name }) => name).join()}`, (stop) =>
    allStatements(sources, localOf(investigation, stop), stop),
  );
  const marks = await keeping(`marks of ${JSON.stringify(actors)}`, (stop): Promise<Marks> =>
    marksOf(investigation.pool.reader('facet', stop), statements, actors, (evidence, work) =>
      investigation.search.answered(questionOf(evidence), 'all-time', stop, work),
    ),
  );
  return { sources, statements, marks, isPartial: !isWhole, keeping };
}

/** What an archive holds and what stands out in it, with what people decided about that. */
export const overviewArea: Area<typeof overviewContract> = {
  contract: overviewContract,
  answers: {},
  calls: {
    'overview.archive': (_params, { investigation, signal }) => archiveOf(investigation, signal),
    'overview.standsOut': async (_params, { investigation, signal }) => {
      const { sources, keeping, ...said } = await saidOf(investigation, signal);
      const archive = await archiveOf(investigation, signal);
      const dismissed = dismissals(investigation.folder);
      const verdictOn = (lines: readonly OverviewLine[]): Promise<Sentence | null> =>
        keeping(`verdict without ${JSON.stringify([...dismissed.keys()])}`, (stop) =>
          verdictOf(sources, localOf(investigation, stop), lines, archive),
        );
      return standsOut(sources, { ...said, archive, dismissed, verdictOn });
    },
    'overview.dismiss': async ({ id, reason }, { investigation }) => {
      await dismiss(investigation.folder, id, reason);
      return {};
    },
    'overview.expectedActors': (_params, { investigation }) => ({
      actors: [...expectedActors(investigation.folder)],
    }),
    'overview.expect': async ({ actor, isRemoved }, { investigation }) => {
      await expect(investigation.folder, actor, isRemoved);
      return {};
    },
  },
};
