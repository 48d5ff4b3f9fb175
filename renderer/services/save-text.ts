import type { Trail } from '../state/trail.ts';
import { reportFailure } from '../state/report-failure.ts';

/** Writes a text to a file of the person's choice, named after the workspace, and says where it lies or what went wrong. */
export const saveText = (
  trail: Pick<Trail, 'host' | 'notify' | 'session'>,
  name: string,
  make: () => Promise<string>,
): Promise<boolean> =>
  reportFailure(trail, async () => {
    const title = trail.session.info?.title ?? 'trailglass';
    const suggestedName = `${title} ${name}`.replace(/[/\\:*?"<>|]/g, '_').slice(-200);
    const place = await trail.host('host.saveText', { suggestedName, text: await make() });
    if (place) trail.notify(`Saved ${place.path}`);
  });
