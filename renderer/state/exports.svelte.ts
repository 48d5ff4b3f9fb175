import type { Exported } from '../../shared/contract/export.ts';
import type { Granted, HostClient } from '../../shared/contract/host.ts';
import type { EngineClient } from '../../shared/contract/index.ts';

/** What a dialog exports. */
export type ExportSubject = 'events' | 'result';

/** The exports begun from this window, where their files go, and the dialog that begins and follows one. */
export class Exports {
  readonly #engine: EngineClient;
  readonly #host: HostClient;
  #places = $state.raw<ReadonlyMap<string, Granted>>(new Map());
  #subject = $state.raw<ExportSubject | null>(null);
  #jobId = $state.raw<string | null>(null);

  constructor(engine: EngineClient, host: HostClient) {
    this.#engine = engine;
    this.#host = host;
  }

  /** What the open dialog exports; null while none is open. Kept here because a resized screen makes its parts anew. */
  get subject(): ExportSubject | null {
    return this.#subject;
  }
  /** The job that the dialog follows. */
  get jobId(): string | null {
    return this.#jobId;
  }

  open(subject: ExportSubject): void {
    this.#subject = subject;
    this.#jobId = null;
  }

  close(): void {
    this.#subject = null;
    this.#jobId = null;
  }

  /** Begins an export, which the dialog follows, and answers its job's id. Errors: those of `export.start`. */
  async start(what: Exported, place: Granted, isReplacing: boolean): Promise<string> {
    const { jobId } = await this.#engine('export.start', { what, grant: place.grant, isReplacing });
    this.#places = new Map([...this.#places, [jobId, place]]);
    this.#jobId = jobId;
    return jobId;
  }

  /** The file of a job; undefined for jobs that are no exports of this window. */
  placeOf(jobId: string): Granted | undefined {
    return this.#places.get(jobId);
  }

  /** Shows a file in the desktop's file manager. Errors: those of `host.reveal`. */
  async reveal(place: Granted): Promise<void> {
    await this.#host('host.reveal', { grant: place.grant });
  }
}
