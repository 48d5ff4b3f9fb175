import type { Granted } from '../../shared/contract/host.ts';
import { copyText } from '../state/copy-text.ts';
import { reportFailure } from '../state/report-failure.ts';
import type { Trail } from '../state/trail.ts';
import type { Intake } from './intake.svelte.ts';

/** What the person can do with files and workspaces, from buttons, keys, menus and drops alike. */
export interface Actions {
  readonly pickArchive: (what: 'folder' | 'files') => Promise<void>;
  readonly pickWorkspace: () => Promise<void>;
  readonly openWorkspace: (granted: Granted) => Promise<void>;
  readonly openDropped: (granted: readonly Granted[]) => Promise<void>;
  readonly openSample: () => Promise<void>;
  readonly closeWorkspace: () => Promise<void>;
  readonly watchSources: (isOn: boolean) => Promise<void>;
  readonly copy: (text: string, what: string) => Promise<void>;
}

const isWorkspaceFolder = (granted: Granted): boolean => /\.trailglass[/\\]?$/i.test(granted.label);

/** The actions on what is open. Failures are told, never thrown at a button. */
export function makeActions(trail: Trail, intake: Intake): Actions {
  const { host, session, notify } = trail;
  const tried = async (work: () => Promise<unknown>): Promise<void> => {
    await reportFailure(trail, work);
  };
  const openWorkspace = (granted: Granted): Promise<void> => tried(() => session.open(granted));
  return {
    openWorkspace,
    pickArchive: (what) =>
      tried(async () => {
        const archive = await host('host.pickArchive', { what });
        if (archive) await intake.look(archive);
      }),
    pickWorkspace: () =>
      tried(async () => {
        const granted = await host('host.pickWorkspace', {});
        if (granted) await session.open(granted);
      }),
    openDropped: (granted) =>
      tried(async () => {
        const [only] = granted;
        if (only && granted.length === 1 && isWorkspaceFolder(only)) await session.open(only);
        else if (only) await intake.look(granted);
        else notify('Nothing of what was dropped is a file on this machine.', 'error');
      }),
    openSample: () => tried(() => session.createSample()),
    closeWorkspace: () => tried(() => session.close()),
    watchSources: (isOn) => session.watchSources(isOn),
    copy: (text, what) => copyText(notify, text, what),
  };
}
