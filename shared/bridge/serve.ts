import * as v from 'valibot';
import type { Contract, Handlers } from './contract.ts';
import { AppError, toWireError } from './errors.ts';
import type { Reply, Transport } from './wire.ts';

const requestSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('call'), id: v.number(), name: v.string(), params: v.unknown() }),
  v.strictObject({ kind: v.literal('cancel'), id: v.number() }),
]);

/** What the serving side tells its log about a call that failed unexpectedly. */
export type OnFailure = (name: string, error: unknown) => void;

/**
 * Answers a contract's calls on a transport. Every request is validated; a reply always follows; a closed transport
 * aborts everything that runs for it.
 */
export function serve<C extends Contract>(
  transport: Transport,
  contract: C,
  handlers: Handlers<C>,
  onFailure: OnFailure = () => undefined,
): void {
  const running = new Map<number, AbortController>();
  const post = (reply: Reply): void => transport.post(reply);

  const answer = async (id: number, name: string, params: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const value = await perform(contract, handlers, name, params, controller.signal, (progress) => {
        if (running.has(id)) post({ kind: 'progress', id, value: progress });
      });
      post({ kind: 'ok', id, value });
    } catch (error) {
      const wire = toWireError(error);
      if (wire.code === 'internal') onFailure(name, error);
      post({ kind: 'err', id, error: wire });
    } finally {
      running.delete(id);
    }
  };

  transport.onMessage((message) => {
    const request = v.safeParse(requestSchema, message);
    if (!request.success) return;
    if (request.output.kind === 'cancel') running.get(request.output.id)?.abort();
    else void answer(request.output.id, request.output.name, request.output.params);
  });
  transport.onClose(() => {
    for (const controller of running.values()) controller.abort();
    running.clear();
  });
}

async function perform<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  name: string,
  params: unknown,
  signal: AbortSignal,
  report: (progress: unknown) => void,
): Promise<unknown> {
  const spec = Object.hasOwn(contract, name) ? contract[name] : undefined;
  if (!spec) throw new AppError('unknown-call', `There is no call named “${name.slice(0, 80)}”.`);
  const parsed = v.safeParse(spec.params, params);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new AppError('bad-params', `The request ${name} does not fit its form: ${issue.message}`, {
      detail: { path: v.getDotPath(issue) ?? '' },
    });
  }
  const handler = handlers[name as keyof C] as unknown as (
    params: unknown,
    context: { signal: AbortSignal; report: (progress: unknown) => void },
  ) => unknown;
  return handler(parsed.output, { signal, report });
}
