import type { GivenFile } from '../../../../shared/contract/names.ts';
import { namesContract } from '../../../../shared/contract/names.ts';
import type { Area } from '../../area.ts';
import type { Investigation } from '../../investigation.ts';
import { flag, text, textOrNull } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { foundCompanions } from './companions.ts';
import { namesPart } from './names.ts';
import { countFacts } from './read-facts.ts';
import { addReference, removeReference, type ReferenceFile } from './reference-files.ts';

interface NamesContext {
  /** The path behind a grant. Errors: `no-grant`. */
  readonly pathOf: (grant: string) => string;
  /** Starts to read the files again that hold no events; answers the job's id. Errors: `busy`, those of `assertWritable`. */
  readonly readAgain: (investigation: Investigation) => string;
}

const asGiven = ({ origin, facts, sizeBytes, addedAt, addedBy }: ReferenceFile): GivenFile => ({
  ...{ file: origin.file, sha256: origin.sha256, dated: origin.dated },
  ...{ sizeBytes, addedAt, addedBy, facts: countFacts(facts) },
});

/** Changes the files that people gave, with a line in the journal; the tables follow. */
async function change(investigation: Investigation, work: () => Promise<object>): Promise<void> {
  const { folder, evidence } = investigation;
  folder.assertWritable();
  await evidence.changeBeside(async () => {
    const detail = await work();
    await folder.journal.append('names.changed', { ...detail });
    await investigation.part(namesPart).changed();
  });
}

/** Names of accounts, users and addresses. */
export const namesArea = ({ pathOf, readAgain }: NamesContext): Area<typeof namesContract> => ({
  contract: namesContract,
  answers: {},
  calls: {
    'names.companions': (_params, { investigation, reader }) =>
      foundCompanions(reader, investigation.part(namesPart).companions),
    'names.given': (_params, { investigation }) => investigation.part(namesPart).given.map(asGiven),
    'names.accounts': async (_params, { reader }) => [
      ...(await reader.read(
        sql`SELECT account, name, ou, is_management AS "isManagement", source, dated FROM names.main.accounts
            ORDER BY account LIMIT 20000`,
        {
          account: text,
          name: textOrNull,
          ou: textOrNull,
          isManagement: flag,
          source: text,
          dated: textOrNull,
        },
      )),
    ],
    'names.address': async ({ address }, { investigation }) => [
      ...(await investigation.part(namesPart).lookUp(address)),
    ],
    'names.add': async ({ grants }, { investigation }) => {
      const added = new Set<string>();
      await change(investigation, async () => {
        for (const grant of grants) added.add(await addReference(investigation.folder, pathOf(grant)));
        return { added: [...added] };
      });
      return investigation
        .part(namesPart)
        .given.filter(({ origin }) => added.has(origin.sha256))
        .map(asGiven);
    },
    'names.remove': async ({ sha256 }, { investigation }) => {
      await change(investigation, async () => {
        await removeReference(investigation.folder, sha256);
        return { removed: sha256 };
      });
      return {};
    },
    'names.readAgain': (_params, { investigation }) => ({ jobId: readAgain(investigation) }),
  },
});
