import { relatedContract } from '../../../../shared/contract/related.ts';
import type { Area } from '../../area.ts';
import { unanswered } from '../../ask/question.ts';
import { eventsNear } from './related.ts';

/** Events that share something with one event. */
export const relatedArea: Area<typeof relatedContract> = {
  contract: relatedContract,
  answers: { 'related.near': (params, { reader }) => eventsNear(reader, params) },
  calls: {
    'related.counts': async ({ questions }, { investigation, signal }) => ({
      counts: await Promise.all(
        questions.map((question) => investigation.counts.total(unanswered(question), signal)),
      ),
    }),
  },
};
