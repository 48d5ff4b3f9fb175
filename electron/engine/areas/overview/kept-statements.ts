import { Kept } from '../../derive/kept.ts';
import type { Versions } from '../../derive/versions.ts';
import type { Part, PartState } from '../../part.ts';

/** More than one opening of a workspace ever has at a time: what is here, what stands out, and marks of former actors. */
const most = 6;

/** What costs much and holds while the evidence stays as it is, worked out once for all who ask. */
class KeptStatements implements PartState {
  readonly #kept: Kept<{ readonly ready: Promise<unknown>; readonly end: () => void }>;

  constructor(versions: Versions) {
    this.#kept = new Kept({ versions, most });
  }

  /** What is kept under a key, or what `make` works out now. Errors: `cancelled`, those of `make`. */
  async of<Result>(
    key: string,
    signal: AbortSignal,
    make: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const keeping = this.#kept.of(key, ['files'], () => {
      const making = new AbortController();
      return { ready: make(making.signal), end: () => making.abort() };
    });
    return (await keeping.wait(signal)) as Result;
  }

  /** Ends what is worked out. */
  close(): Promise<void> {
    return this.#kept.close();
  }
}

/** What the overview keeps of an open workspace. */
export const overviewPart: Part<KeptStatements> = {
  name: 'the overview',
  open: ({ versions }) => new KeptStatements(versions),
};
