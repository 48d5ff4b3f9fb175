import { connect } from '../../shared/bridge/connect.ts';
import type { Transport } from '../../shared/bridge/wire.ts';
import { hostContract, type HostClient } from '../../shared/contract/host.ts';
import type { EngineClient } from '../../shared/contract/index.ts';
import { jobKinds, type Job } from '../../shared/contract/jobs.ts';
import { linkEngine } from '../bridge/client.ts';
import { Explore } from '../state/explore.svelte.ts';
import { Exports } from '../state/exports.svelte.ts';
import { Jobs } from '../state/jobs.svelte.ts';
import { Journey } from '../state/journey.svelte.ts';
import { Notes } from '../state/annotations.svelte.ts';
import { Saved } from '../state/saved.svelte.ts';
import { Screens } from '../state/screens.svelte.ts';
import { Session } from '../state/session.svelte.ts';
import { SqlConsole } from '../state/sql-console.svelte.ts';
import { storedJourney, storedScreen } from '../state/stored-journey.ts';
import type { StoredPart } from '../state/stored-part.ts';
import type { Trail, TrailParts } from '../state/trail.ts';
import { ValueMenu } from '../state/value-menu.svelte.ts';
import { keepRate } from '../services/import-rate.ts';
import { Health } from '../services/health.svelte.ts';
import { Intake } from '../services/intake.svelte.ts';
import { features } from './features.ts';
import { LetterKeys } from '../services/letter-keys.svelte.ts';
import { Notices } from '../services/notices.svelte.ts';
import { ThemeChoice } from '../services/theme.svelte.ts';
import { ZoneChoice } from '../services/zone.svelte.ts';

/** Everything the application consists of besides its components. */
export interface Assembly {
  readonly trail: Trail;
  readonly notices: Notices;
  readonly health: Health;
  readonly intake: Intake;
  readonly theme: ThemeChoice;
  readonly letterKeys: LetterKeys;
  readonly zone: ZoneChoice;
  /** Takes up what the person chose before; to be done before anything is shown. */
  readonly loadSettings: () => Promise<void>;
  /** Follows engine and jobs until the signal aborts. */
  readonly follow: (signal: AbortSignal) => void;
}

/** Ways to reach the other processes. */
export interface Ports {
  readonly host: HostClient;
  readonly engine: () => Promise<Transport>;
}

/** Connects the host. */
export const connectHost = (transport: Transport): HostClient => connect(transport, hostContract);

/** Builds the application's state on its bridges. */
export function assemble({ host, engine: requestPort }: Ports): Assembly {
  const notices = new Notices();
  const health = new Health();
  const link = linkEngine({
    host,
    requestPort,
    onState: health.take,
    onRestart: (engine, isIntended) => trail.session.reopen(engine, isIntended),
  });
  const trail = makeTrail(host, link.engine, notices);
  const theme = new ThemeChoice(host);
  const letterKeys = new LetterKeys(host);
  const zone = new ZoneChoice(host);
  const watch = (work: Promise<void>): void => {
    work.catch((error: unknown) => notices.add(String(error), 'error'));
  };
  return {
    trail,
    notices,
    health,
    intake: new Intake(link.engine),
    theme,
    letterKeys,
    zone,
    loadSettings: async () => {
      const settings = await host('host.settings', {});
      theme.take(settings.theme);
      letterKeys.take(settings.hasLetterKeys);
      zone.take(settings.zone);
    },
    follow: (signal) => {
      watch(link.follow(signal));
      watch(trail.jobs.watch(signal));
    },
  };
}

function makeTrail(host: HostClient, engine: EngineClient, notices: Notices): Trail {
  const explore = new Explore();
  const screens = new Screens();
  const journey = new Journey(explore, screens);
  const notify = notices.add;
  const parts: TrailParts = {
    engine,
    host,
    explore,
    screens,
    journey,
    saved: new Saved(engine, host),
    notes: new Notes(engine, notify),
    sqlConsole: new SqlConsole(engine),
    notify,
    jobs: new Jobs(engine, (job) => {
      tellEnd(job, notify);
      keepRate(host, job);
    }),
    exports: new Exports(engine, host),
    valueMenu: new ValueMenu(),
  };
  return { ...parts, session: new Session({ engine, host, notify, stored: storedParts(parts) }) };
}

/** What a workspace keeps of the screen. The way through screens and steps comes last: it goes by the others. */
export const storedParts = (parts: TrailParts): readonly StoredPart[] => [
  ...features.flatMap(({ stored }) => stored?.(parts) ?? []),
  storedScreen(parts.screens),
  storedJourney(parts.journey),
];

function tellEnd(job: Job, notify: Trail['notify']): void {
  if (job.state === 'failed') notify(`${job.title} failed. ${job.error?.message ?? ''}`.trim(), 'error');
  else if (job.state === 'cancelled') notify(`${job.title}: cancelled. ${jobKinds[job.kind].afterCancel}`);
  else notify(job.result ?? `${job.title}: done.`);
}
