/** How an import tells what it is doing. */
export interface ImportReport {
  /** A new phase; `total` is 0 while unknown. */
  readonly phase: (name: string, total: number, unit: string) => void;
  readonly done: (done: number) => void;
  readonly counts: (counts: Readonly<Record<string, number>>) => void;
  /** Events can be asked for now; called after every commit. */
  readonly committed: () => void;
}
