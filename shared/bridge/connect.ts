import * as v from 'valibot';
import type { Client, Contract } from './contract.ts';
import { AppError, fromWireError } from './errors.ts';
import type { Reply, Request, Transport } from './wire.ts';

interface Pending {
  readonly name: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((value: never) => void) | undefined;
  readonly release: () => void;
}

/** How a client is made. */
export interface ConnectOptions {
  /** Checks every answer against the contract: on in tests and development, off where the answer is large and ours. */
  readonly validateResults?: boolean;
}

/** A client for a contract on a transport. When the transport closes, everything pending fails with `disconnected`. */
export function connect<C extends Contract>(
  transport: Transport,
  contract: C,
  options: ConnectOptions = {},
): Client<C> {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let isClosed = false;

  const settle = (id: number): Pending | undefined => {
    const entry = pending.get(id);
    pending.delete(id);
    entry?.release();
    return entry;
  };

  const accept = (name: string, value: unknown): unknown => {
    const spec = contract[name];
    if (!options.validateResults || !spec) return value;
    const parsed = v.safeParse(spec.result, value);
    if (parsed.success) return parsed.output;
    const path = v.getDotPath(parsed.issues[0]) ?? '';
    throw new AppError(
      'internal',
      `The answer of ${name} breaks the contract at “${path}”: ${parsed.issues[0].message}`,
    );
  };

  transport.onMessage((message) => {
    const reply = message as Reply;
    if (reply.kind === 'progress') {
      pending.get(reply.id)?.onProgress?.(reply.value as never);
      return;
    }
    const entry = settle(reply.id);
    if (!entry) return;
    if (reply.kind === 'err') {
      entry.reject(fromWireError(reply.error));
      return;
    }
    try {
      entry.resolve(accept(entry.name, reply.value));
    } catch (error) {
      entry.reject(error);
    }
  });
  transport.onClose(() => {
    isClosed = true;
    for (const id of [...pending.keys()]) settle(id)?.reject(disconnected());
  });

  return (name, params, callOptions = {}) => {
    const { signal, onProgress } = callOptions;
    if (isClosed) return Promise.reject(disconnected());
    if (signal?.aborted) return Promise.reject(cancelled());
    const id = nextId++;
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        transport.post({ kind: 'cancel', id } satisfies Request);
        settle(id)?.reject(cancelled());
      };
      signal?.addEventListener('abort', cancel, { once: true });
      pending.set(id, {
        name,
        resolve,
        reject,
        onProgress,
        release: () => signal?.removeEventListener('abort', cancel),
      });
      transport.post({ kind: 'call', id, name, params } satisfies Request);
    });
  };
}

const cancelled = (): AppError => new AppError('cancelled', 'The work was cancelled.');
const disconnected = (): AppError =>
  new AppError(
    'disconnected',
    'The engine stopped before it could answer. It restarts by itself; ask again then.',
  );
