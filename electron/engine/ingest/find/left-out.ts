import type { Inventory } from '../../../../shared/contract/workspaces.ts';
import { kinds, type Kind } from '../record/kinds.ts';

type Line = Inventory['leftOut'][number];

const mostLines = 100;
const pathsPerLine = 5;

/** Files that an import will not read, put together by what they are and why. */
export class LeftOut {
  readonly #lines = new Map<string, Line>();

  add(kind: Kind, reason: string, path: string): void {
    const key = `${kind} ${reason}`;
    const line = this.#lines.get(key) ?? { kind, label: kinds[kind].label, reason, files: 0, paths: [] };
    const paths = line.paths.length < pathsPerLine ? [...line.paths, path] : line.paths;
    this.#lines.set(key, { ...line, files: line.files + 1, paths });
  }

  /** The lines of most files, the most first. */
  list(): Line[] {
    return [...this.#lines.values()].sort((a, b) => b.files - a.files).slice(0, mostLines);
  }
}
