import { isCancelled, AppError } from '../../shared/bridge/errors.ts';
import { useFront } from './front.ts';

/** What a panel knows of its data. Old data stays while new data is on its way. */
export interface Resource<Data> {
  readonly state: 'idle' | 'loading' | 'refreshing' | 'ready' | 'failed';
  readonly data: Data | undefined;
  readonly error: AppError | undefined;
  /** Set once loading has taken longer than a person's patience (150 ms). */
  readonly isSlow: boolean;
  readonly durationMs: number;
  reload(): void;
}

const slowAfterMs = 150;

/**
 * Loads data whenever its key changes: the newest request wins and aborts the one before. Call it while a component is
 * being set up. An undefined key means there is nothing to ask; nothing is asked while the component's screen is kept behind
 * another.
 */
export function resource<Key, Data>(
  key: () => Key | undefined,
  load: (key: Key, signal: AbortSignal) => Promise<Data>,
): Resource<Data> {
  let data = $state.raw<Data | undefined>();
  let error = $state.raw<AppError | undefined>();
  let isLoading = $state(false);
  let isSlow = $state(false);
  let durationMs = $state(0);
  let round = $state(0);
  const wanted = $derived(key());
  const fingerprint = $derived(wanted === undefined ? undefined : JSON.stringify([wanted, round]));
  const isInFront = useFront();
  let answered: string | undefined;

  $effect(() => {
    if (fingerprint === undefined || !isInFront()) return undefined;
    // Back in front, and nothing has changed meanwhile.
    if (fingerprint === answered) return undefined;
    const asked = fingerprint;
    const [now] = JSON.parse(asked) as [Key];
    const controller = new AbortController();
    const startedAt = performance.now();
    const patience = setTimeout(() => (isSlow = true), slowAfterMs);
    isLoading = true;
    const finish = (): boolean => {
      clearTimeout(patience);
      if (controller.signal.aborted) return false;
      isLoading = false;
      isSlow = false;
      durationMs = performance.now() - startedAt;
      return true;
    };
    load(now, controller.signal).then(
      (value) => {
        if (!finish()) return;
        data = value;
        error = undefined;
        answered = asked;
      },
      (reason: unknown) => {
        if (!finish() || isCancelled(reason)) return;
        answered = undefined;
        error = reason instanceof AppError ? reason : new AppError('internal', String(reason));
      },
    );
    return () => {
      clearTimeout(patience);
      isSlow = false;
      isLoading = false;
      controller.abort();
    };
  });

  return {
    get state() {
      if (isLoading) return data === undefined ? 'loading' : 'refreshing';
      if (error) return 'failed';
      return data === undefined ? 'idle' : 'ready';
    },
    get data() {
      return data;
    },
    get error() {
      return error;
    },
    get isSlow() {
      return isSlow;
    },
    get durationMs() {
      return durationMs;
    },
    reload: () => (round += 1),
  };
}
