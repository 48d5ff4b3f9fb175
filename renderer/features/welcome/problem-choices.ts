import type { OpenOptions, SessionProblem } from '../../state/session.svelte.ts';

/** One way out of a problem. */
export type Choice = {
  readonly label: string;
  /** What it does that the label cannot say. */
  readonly explanation?: string;
  readonly isDanger?: boolean;
} & (
  | { readonly kind: 'open'; readonly options: OpenOptions }
  | { readonly kind: 'again' | 'place' | 'pick' | 'sample' }
);

const readOnly: Choice = {
  kind: 'open',
  label: 'Open read-only',
  explanation: 'looks at it as it is; nothing you do is kept.',
  options: { lock: 'read-only' },
};
const takeOver: Choice = {
  kind: 'open',
  label: 'Take over',
  explanation: 'opens it although another Trailglass seems to have it open. Do this when that one is gone.',
  isDanger: true,
  options: { lock: 'take-over' },
};
const rebuild: Choice = {
  kind: 'open',
  label: 'Rebuild the database',
  explanation:
    'sets the database aside and imports the evidence again. Saved queries and views stay as they are.',
  options: { rebuild: true },
};
const elsewhere: Choice = { kind: 'place', label: 'Choose another place…' };
const openExisting: Choice = { kind: 'pick', label: 'Open workspace…' };
const again: Choice = { kind: 'again', label: 'Try again' };

/** The ways out of a problem, the most likely first. */
export function choicesFor(problem: SessionProblem): readonly Choice[] {
  if (problem.kind === 'sample') return [{ kind: 'sample', label: 'Try again' }];
  if (problem.kind === 'create') {
    switch (problem.error.code) {
      case 'workspace-exists':
        return [openExisting, elsewhere];
      case 'workspace-inside-evidence':
      case 'disk-full':
        return [elsewhere];
      default:
        return [again, elsewhere];
    }
  }
  switch (problem.error.code) {
    case 'workspace-locked':
      return [readOnly, takeOver];
    case 'workspace-damaged':
      return [rebuild];
    case 'workspace-newer':
    case 'not-a-workspace':
    case 'no-grant':
      return [openExisting];
    default:
      return [{ kind: 'open', label: 'Try again', options: {} }];
  }
}

/** What happened, as a heading. */
export function problemTitle(problem: SessionProblem): string {
  switch (problem.error.code) {
    case 'workspace-locked':
      return 'This workspace is open elsewhere';
    case 'workspace-newer':
      return 'This workspace was made by a newer Trailglass';
    case 'workspace-damaged':
      return 'The database of this workspace is damaged';
    case 'workspace-exists':
      return 'There is a workspace for this archive already';
    case 'workspace-inside-evidence':
      return 'A workspace cannot lie inside the evidence';
    default:
      return problem.kind === 'open'
        ? 'The workspace could not be opened'
        : 'The workspace could not be made';
  }
}
