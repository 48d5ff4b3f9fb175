import type { HostClient } from '../../shared/contract/host.ts';
import type { EngineClient, EngineContract } from '../../shared/contract/index.ts';
import type { NewSavedItem, SavedItem, SavedQuery, SavedView } from '../../shared/contract/saved.ts';
import type { ResultOf } from '../../shared/bridge/contract.ts';

/** The person's saved queries and views, as the workspace keeps them. */
export class Saved {
  readonly #engine: EngineClient;
  readonly #host: HostClient;
  #items = $state.raw<readonly SavedItem[]>([]);
  #openedViewId = $state.raw<string | null>(null);

  constructor(engine: EngineClient, host: HostClient) {
    this.#engine = engine;
    this.#host = host;
  }

  get items(): readonly SavedItem[] {
    return this.#items;
  }
  get queries(): readonly SavedQuery[] {
    return this.#items.filter((item) => item.kind === 'query');
  }
  get views(): readonly SavedView[] {
    return this.#items.filter((item) => item.kind === 'view');
  }

  /** The view the screen was opened from or last saved as. */
  get openedView(): SavedView | undefined {
    return this.views.find((view) => view.id === this.#openedViewId);
  }
  get openedViewId(): string | null {
    return this.#openedViewId;
  }

  /** Remembers which view the screen shows. */
  takeView(id: string | null): void {
    this.#openedViewId = id;
  }

  async load(): Promise<void> {
    this.#items = await this.#engine('saved.list', {});
  }

  clear(): void {
    this.#items = [];
    this.#openedViewId = null;
  }

  async add(item: NewSavedItem): Promise<SavedItem> {
    const added = await this.#engine('saved.add', { item });
    this.#items = [...this.#items, added];
    return added;
  }

  /** Replaces name and content of an item. */
  async update(item: SavedItem): Promise<SavedItem> {
    const updated = await this.#engine('saved.update', { item });
    this.#items = this.#items.map((one) => (one.id === updated.id ? updated : one));
    return updated;
  }

  async remove(id: string): Promise<void> {
    await this.#engine('saved.remove', { id });
    this.#items = this.#items.filter((one) => one.id !== id);
  }

  /** Puts a removed item back, whole and under its id. */
  async restore(id: string): Promise<SavedItem> {
    const back = await this.#engine('saved.restore', { id });
    await this.load();
    return back;
  }

  /** The folders that items of a kind lie in, in alphabetical order. */
  foldersOf(kind: SavedItem['kind']): readonly string[] {
    const folders = this.#items.filter((item) => item.kind === kind && item.folder !== '');
    return [...new Set(folders.map(({ folder }) => folder))].sort((one, other) =>
      one.localeCompare(other, 'en'),
    );
  }

  /** Writes a query-set file where the person says; null when they chose no place. All items when `ids` is null. */
  async exportSet(
    ids: readonly string[] | null,
    suggestedName = 'trailglass-queries.json',
  ): Promise<{ readonly path: string; readonly items: number } | null> {
    const set = await this.#engine('saved.export', { ids: ids === null ? null : [...ids] });
    const place = await this.#host('host.saveText', { suggestedName, text: set.text });
    return place && { path: place.path, items: set.items };
  }

  /** Adds the items of a query-set file the person picks; null when they picked none. */
  async importSet(): Promise<ResultOf<EngineContract['saved.import']> | null> {
    const file = await this.#host('host.openText', {});
    if (!file) return null;
    const counts = await this.#engine('saved.import', { text: file.text });
    await this.load();
    return counts;
  }
}
