import { randomUUID } from 'node:crypto';
import type { Granted } from '../../shared/contract/host.ts';

/** Paths the person chose, under random names: the page only ever learns and sends the names. */
export class Grants {
  readonly #announce: (id: string, path: string) => Promise<void>;
  readonly #pathById = new Map<string, string>();
  readonly #idByPath = new Map<string, string>();
  readonly #evidence = new Set<string>();

  /** @param announce tells the engine, and ends when the engine knows */
  constructor(announce: (id: string, path: string) => Promise<void>) {
    this.#announce = announce;
  }

  /** The same path has the same name as long as the application runs. */
  async give(path: string, options: { readonly isEvidence?: boolean } = {}): Promise<Granted> {
    if (options.isEvidence) this.#evidence.add(path);
    const known = this.#idByPath.get(path);
    if (known !== undefined) return { grant: known, label: path };
    const id = randomUUID();
    this.#pathById.set(id, path);
    this.#idByPath.set(path, id);
    await this.#announce(id, path);
    return { grant: id, label: path };
  }

  pathOf(id: string): string | undefined {
    return this.#pathById.get(id);
  }

  /** Everything granted so far, for an engine that starts anew. */
  all(): readonly (readonly [id: string, path: string])[] {
    return [...this.#pathById];
  }

  /** Paths that were chosen as evidence: nothing may be written in them. */
  evidence(): readonly string[] {
    return [...this.#evidence];
  }
}
