import Conf from 'conf';
import * as v from 'valibot';
import {
  importRateSchema,
  themeSchema,
  workspaceSummarySchema,
  zoneChoiceSchema,
  type Theme,
  type WorkspaceSummary,
} from '../../shared/contract/host.ts';

const recentSchema = v.object({
  path: v.string(),
  title: v.string(),
  openedAt: v.string(),
  summary: v.fallback(v.nullable(workspaceSummarySchema), null),
});
/** A workspace that was open before; `openedAt` is ISO time, `summary` null where nothing is known of what it holds. */
export type RecentWorkspace = v.InferOutput<typeof recentSchema>;

const boundsSchema = v.object({
  x: v.pipe(v.number(), v.integer()),
  y: v.pipe(v.number(), v.integer()),
  width: v.pipe(v.number(), v.integer()),
  height: v.pipe(v.number(), v.integer()),
  isMaximized: v.boolean(),
});
/** Where the window was, in device-independent pixels. */
export type WindowBounds = v.InferOutput<typeof boundsSchema>;

const MAX_RECENT = 20;

/** The person's settings in one small file. Anything in it that does not fit is as if it were absent. */
export class Settings {
  readonly #store: Conf;

  constructor(folder: string) {
    this.#store = new Conf({
      cwd: folder,
      configName: 'settings',
      clearInvalidConfig: true,
      accessPropertiesByDotNotation: false,
    });
  }

  get theme(): Theme {
    return v.parse(v.fallback(themeSchema, 'system'), this.#store.get('theme'));
  }

  set theme(theme: Theme) {
    this.#store.set('theme', theme);
  }

  get hasLetterKeys(): boolean {
    return v.parse(v.fallback(v.boolean(), true), this.#store.get('hasLetterKeys'));
  }

  set hasLetterKeys(isOn: boolean) {
    this.#store.set('hasLetterKeys', isOn);
  }

  get zone(): string {
    return v.parse(v.fallback(zoneChoiceSchema, 'UTC'), this.#store.get('zone'));
  }

  set zone(zone: string) {
    this.#store.set('zone', zone);
  }

  /** Events a second of the last import. */
  get importedPerSecond(): number | null {
    return v.parse(v.fallback(v.nullable(importRateSchema), null), this.#store.get('importedPerSecond'));
  }

  set importedPerSecond(rate: number | null) {
    this.#store.set('importedPerSecond', rate);
  }

  get bounds(): WindowBounds | null {
    return v.parse(v.fallback(v.nullable(boundsSchema), null), this.#store.get('bounds'));
  }

  set bounds(bounds: WindowBounds | null) {
    this.#store.set('bounds', bounds);
  }

  /** Newest first. */
  get recent(): readonly RecentWorkspace[] {
    return v.parse(v.fallback(v.array(recentSchema), []), this.#store.get('recent'));
  }

  /** Puts a workspace at the head of the list; what is known of its content stays known. */
  remember(workspace: Omit<RecentWorkspace, 'summary'>): void {
    const before = this.recent;
    const summary = before.find(({ path }) => path === workspace.path)?.summary ?? null;
    const others = before.filter(({ path }) => path !== workspace.path);
    this.#store.set('recent', [{ ...workspace, summary }, ...others].slice(0, MAX_RECENT));
  }

  /** Keeps what a workspace of the list holds. */
  summarise(path: string, summary: WorkspaceSummary): void {
    this.#store.set(
      'recent',
      this.recent.map((workspace) => (workspace.path === path ? { ...workspace, summary } : workspace)),
    );
  }

  forget(path: string): void {
    this.#store.set(
      'recent',
      this.recent.filter((workspace) => workspace.path !== path),
    );
  }
}
