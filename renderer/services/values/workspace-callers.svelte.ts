import { allEvents } from '../../../shared/contract/common.ts';
import { useAsk } from '../../state/ask.svelte.ts';
import { useTrail } from '../../state/trail.ts';
import { forgetCallers, meetCallers } from './caller-names.ts';

const field = 'principal';
const mostMet = 1_000;

/**
 * Names callers in view of all callers of the open workspace, the thousand with most events, so that a name does not become
 * another one while its namesakes come into sight. To be called once, while the shell is being set up.
 */
export function useWorkspaceCallers(): void {
  const { session } = useTrail();
  const workspace = $derived(session.info?.id);
  const answer = useAsk('facets.list', () => ({
    question: allEvents,
    facets: [{ field, limit: mostMet, order: 'most', search: '' }],
  }));
  $effect.pre(() => {
    if (workspace !== undefined) forgetCallers();
  });
  $effect(() => {
    const values = answer.data?.[0]?.values ?? [];
    meetCallers(values.flatMap(({ value }) => value ?? []));
  });
}
