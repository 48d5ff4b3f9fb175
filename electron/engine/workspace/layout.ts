import { join } from 'node:path';

/** What a workspace folder's name ends with. */
export const workspaceExtension = '.trailglass';

/** The files and folders of a workspace, as absolute paths. */
export interface WorkspaceLayout {
  readonly root: string;
  readonly manifest: string;
  /** Derived from the evidence; may be deleted and rebuilt. */
  readonly database: string;
  readonly saved: string;
  readonly state: string;
  readonly sqlHistory: string;
  readonly annotations: string;
  readonly journal: string;
  readonly lock: string;
  /** The only folder SQL may write to. */
  readonly exports: string;
  readonly staging: string;
  readonly temp: string;
}

/** Where everything is inside the workspace folder `root`. */
export const workspaceLayout = (root: string): WorkspaceLayout => ({
  root,
  manifest: join(root, 'workspace.json'),
  database: join(root, 'events.duckdb'),
  saved: join(root, 'saved.json'),
  state: join(root, 'state.json'),
  sqlHistory: join(root, 'sql-history.jsonl'),
  annotations: join(root, 'annotations.jsonl'),
  journal: join(root, 'journal.jsonl'),
  lock: join(root, 'lock'),
  exports: join(root, 'exports'),
  staging: join(root, 'staging'),
  temp: join(root, 'tmp'),
});
