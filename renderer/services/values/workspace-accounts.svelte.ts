import { useAsk } from '../../state/ask.svelte.ts';
import { setAccountNames } from './account-names.ts';

/** Shows accounts of the open workspace with the names that lists give them. To be called once, while the shell is being set up. */
export function useWorkspaceAccounts(): void {
  const answer = useAsk('names.accounts', () => ({}));
  $effect(() => setAccountNames(answer.data ?? []));
}
