import { sources, type Source } from '../../../shared/bridge/contract.ts';

/** The version of everything that answers are made from. */
export class Versions {
  readonly #evidence: () => number;
  #annotations = 1;
  #names = 1;

  /** `evidence` gives the version of events and files, which change together. */
  constructor(evidence: () => number) {
    this.#evidence = evidence;
  }

  /** All of them as they are now. */
  get now(): Readonly<Record<Source, number>> {
    const evidence = this.#evidence();
    return { events: evidence, files: evidence, annotations: this.#annotations, names: this.#names };
  }

  /** What tells the state of these sources from every other. */
  of(reads: readonly Source[]): string {
    const { now } = this;
    return sources.map((source) => (reads.includes(source) ? now[source] : '')).join('.');
  }

  /** To be called after names and addresses followed the events or the files that tell them. */
  namesChanged(): void {
    this.#names += 1;
  }

  /** To be called after every change of annotations. */
  annotationsChanged(): void {
    this.#annotations += 1;
  }
}
