import type { Trail } from './trail.ts';

/** True while the first events of a workspace are on their way: what is empty then is not without events. */
export const isFirstReading = ({ jobs, session }: Trail): boolean =>
  session.info?.events === 0 && jobs.running.some(({ kind }) => kind === 'import');
