import { isCancelled } from '../../shared/bridge/errors.ts';
import type { Trail } from './trail.ts';

/** Does something for a button: a failure is shown to the person; answers whether it worked. */
export async function reportFailure(
  trail: Pick<Trail, 'notify'>,
  work: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!isCancelled(error)) trail.notify(error instanceof Error ? error.message : String(error), 'error');
    return false;
  }
}
