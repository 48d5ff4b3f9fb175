import { type ServiceActions } from './row.ts';

/** Actions of IAM Access Analyzer. */
export const accessAnalyzer: ServiceActions = {
  DeleteAnalyzer: {
    does: 'Deletes an analyzer, with its findings on access from outside.',
    matters: 'Resources opened to strangers are no longer reported.',
    next: 'Policies changed afterwards.',
    effects: ['weakens-detection'],
  },
};
