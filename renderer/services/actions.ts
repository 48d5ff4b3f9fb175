import type { Granted } from '../../shared/contract/host.ts';
import { copyText } from '../state/copy-text.ts';
import { reportFailure } from '../state/report-failure.ts';
import type { Trail } from '../state/trail.ts';
import type { Intake, Purpose } from './intake.svelte.ts';

/** What the person can do with files and workspaces, from buttons, keys, menus and drops alike. */
export interface Actions {
  /** Lets the person choose logs and shows what is in them, as a new workspace or for the open one. */
  readonly pickArchive: (what: 'folder' | 'files', purpose: Purpose) => Promise<void>;
  readonly pickWorkspace: () => Promise<void>;
  readonly openWorkspace: (granted: Granted) => Promise<void>;
  readonly openDropped: (granted: readonly Granted[], purpose: Purpose) => Promise<void>;
  readonly openSample: () => Promise<void>;
  readonly closeWorkspace: () => Promise<void>;
  readonly watchSources: (isOn: boolean) => Promise<void>;
  readonly copy: (text: string, what: string) => Promise<void>;
}

const isWorkspaceFolder = (granted: Granted): boolean => /\.trailglass[/\\]?$/i.test(granted.label);

const workspaceInWorkspace =
  'A workspace cannot be added to another one. Open it instead, or add the logs that it was made from.';

/** The actions on what is open. Failures are told, never thrown at a button. */
export function makeActions(trail: Trail, intake: Intake): Actions {
  const { host, session, notify } = trail;
  const tried = async (work: () => Promise<unknown>): Promise<void> => {
    await reportFailure(trail, work);
  };
  const openWorkspace = (granted: Granted): Promise<void> => tried(() => session.open(granted));
  return {
    openWorkspace,
    pickArchive: (what, purpose) =>
      tried(async () => {
        const archive = await host('host.pickArchive', { what });
        if (archive) await intake.look(archive, purpose);
      }),
    pickWorkspace: () =>
      tried(async () => {
        const granted = await host('host.pickWorkspace', {});
        if (granted) await session.open(granted);
      }),
    openDropped: (granted, purpose) =>
      tried(async () => {
        const [only] = granted;
        const isWorkspace = only && granted.length === 1 && isWorkspaceFolder(only);
        if (isWorkspace && purpose === 'add') notify(workspaceInWorkspace, 'error');
        else if (isWorkspace) await session.open(only);
        else if (only) await intake.look(granted, purpose);
        else notify('Nothing of what was dropped is a file on this machine.', 'error');
      }),
    openSample: () => tried(() => session.createSample()),
    closeWorkspace: () => tried(() => session.close()),
    watchSources: (isOn) => session.watchSources(isOn),
    copy: (text, what) => copyText(notify, text, what),
  };
}
