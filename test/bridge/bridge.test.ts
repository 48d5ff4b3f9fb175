import * as v from 'valibot';
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { connect, type ConnectOptions } from '../../shared/bridge/connect.ts';
import { mergeContracts, type CallSpec, type Handlers } from '../../shared/bridge/contract.ts';
import { AppError } from '../../shared/bridge/errors.ts';
import { engineContract } from '../../shared/contract/index.ts';
import { serve } from '../../shared/bridge/serve.ts';
import type { Transport } from '../../shared/bridge/wire.ts';
import { transports } from './transports.ts';

const contract = {
  'sum.add': {
    kind: 'read',
    params: v.strictObject({ left: v.number(), right: v.number() }),
    result: v.strictObject({ sum: v.number() }),
  },
  'count.to': {
    kind: 'read',
    params: v.strictObject({ last: v.number() }),
    progress: v.strictObject({ at: v.number() }),
    result: v.strictObject({ reached: v.number() }),
  },
  'wait.forever': {
    kind: 'watch',
    params: v.strictObject({}),
    progress: v.string(),
    result: v.strictObject({}),
  },
  'fail.plainly': { kind: 'change', params: v.strictObject({}), result: v.strictObject({}) },
  'fail.badly': { kind: 'change', params: v.strictObject({}), result: v.strictObject({}) },
  'echo.text': { kind: 'read', params: v.strictObject({ text: v.string() }), result: v.string() },
  'answer.wrong': { kind: 'read', params: v.strictObject({}), result: v.strictObject({ sum: v.number() }) },
  'answer.function': { kind: 'read', params: v.strictObject({}), result: v.unknown() },
} as const;

const seen = { aborted: 0 };
const handlers: Handlers<typeof contract> = {
  'sum.add': ({ left, right }) => ({ sum: left + right }),
  'count.to': async ({ last }, { report }) => {
    for (let at = 1; at <= last; at += 1) report({ at });
    return { reached: last };
  },
  'wait.forever': (_params, { signal, report }) =>
    new Promise((_resolve, reject) => {
      report('waiting');
      signal.addEventListener('abort', () => {
        seen.aborted += 1;
        reject(signal.reason as Error);
      });
    }),
  'fail.plainly': () => {
    throw new AppError('workspace-locked', 'Somebody else has it open.', { detail: { pid: 7 } });
  },
  'fail.badly': () => {
    throw new Error('secret detail at /home/somebody');
  },
  'echo.text': ({ text }) => text,
  'answer.wrong': () => ({ sum: 'three' }) as unknown as { sum: number },
  'answer.function': () => () => 1,
};

describe.each(transports)('the bridge over %s', (_name, makePair) => {
  const open: Transport[] = [];
  const wire = (options?: ConnectOptions) => {
    const [near, far] = makePair();
    open.push(near, far);
    const failures = vi.fn();
    serve(far, contract, handlers, failures);
    return { near, far, failures, call: connect(near, contract, options) };
  };
  /** A page that does not keep to the types. */
  const rudely = (call: unknown) => call as (name: string, params: unknown) => Promise<unknown>;
  afterEach(() => {
    for (const end of open.splice(0)) end.close();
  });

  it('answers with the typed result', async () => {
    const { call } = wire({ validateResults: true });
    const result = await call('sum.add', { left: 2, right: 3 });
    expectTypeOf(result).toEqualTypeOf<{ sum: number }>();
    expect(result).toEqual({ sum: 5 });
  });

  it('keeps answers apart when many calls run at once', async () => {
    const { call } = wire();
    const sums = await Promise.all(
      Array.from({ length: 200 }, (_, left) => call('sum.add', { left, right: 1 })),
    );
    expect(sums.map(({ sum }) => sum)).toEqual(Array.from({ length: 200 }, (_, left) => left + 1));
  });

  it('delivers progress in order and before the result', async () => {
    const { call } = wire();
    const order: unknown[] = [];
    const result = await call('count.to', { last: 3 }, { onProgress: ({ at }) => order.push(at) });
    order.push(result);
    expect(order).toEqual([1, 2, 3, { reached: 3 }]);
  });

  it('cancels: the caller is told at once and the handler’s signal aborts', async () => {
    const { call } = wire();
    const before = seen.aborted;
    const controller = new AbortController();
    const waiting = call(
      'wait.forever',
      {},
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await vi.waitFor(() => expect(seen.aborted).toBe(before + 1));
  });

  it('sends nothing for a signal that is aborted beforehand', async () => {
    const { call, far } = wire();
    const heard = vi.fn();
    far.onMessage(heard);
    await expect(
      call('sum.add', { left: 1, right: 1 }, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    await call('sum.add', { left: 1, right: 1 });
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['a wrong type', { left: '2', right: 3 }, 'left'],
    ['a missing key', { left: 2 }, 'right'],
    ['an extra key', { left: 2, right: 3, extra: 1 }, 'extra'],
    ['no object', null, ''],
  ])('refuses %s and names the place', async (_what, params, path) => {
    const { call } = wire();
    await expect(rudely(call)('sum.add', params)).rejects.toMatchObject({
      code: 'bad-params',
      detail: { path },
    });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'sum.subtract', ''])(
    'does not know a call named “%s”',
    async (name) => {
      const { call } = wire();
      await expect(rudely(call)(name, {})).rejects.toMatchObject({ code: 'unknown-call' });
    },
  );

  it('passes an expected failure on whole', async () => {
    const { call, failures } = wire();
    const error = await call('fail.plainly', {}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: 'workspace-locked',
      message: 'Somebody else has it open.',
      detail: { pid: 7 },
    });
    expect(failures).not.toHaveBeenCalled();
  });

  it('turns an unexpected failure into “internal” and keeps its text and stack on its own side', async () => {
    const { near, call, failures } = wire();
    const heard: unknown[] = [];
    near.onMessage((message) => heard.push(message));
    await expect(call('fail.badly', {})).rejects.toMatchObject({ code: 'internal' });
    expect(JSON.stringify(heard)).not.toMatch(/secret|somebody|stack|bridge\.test/);
    expect(failures).toHaveBeenCalledWith(
      'fail.badly',
      expect.objectContaining({ message: expect.stringMatching(/secret/) as string }),
    );
  });

  it('answers “internal” when a handler returns what cannot travel', async () => {
    const { call, failures } = wire();
    await expect(call('answer.function', {})).rejects.toMatchObject({ code: 'internal' });
    expect(failures).toHaveBeenCalledOnce();
  });

  it('finds answers that break the contract when asked to check, and only then', async () => {
    await expect(wire({ validateResults: true }).call('answer.wrong', {})).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/answer\.wrong.*sum/) as string,
    });
    await expect(wire().call('answer.wrong', {})).resolves.toEqual({ sum: 'three' });
  });

  it('carries ten megabytes unharmed', async () => {
    const { call } = wire();
    const text = 'Zürich 🏔 '.repeat(1_000_000);
    expect(await call('echo.text', { text })).toBe(text);
  });

  it('ignores messages that are no requests and goes on', async () => {
    const { near, call } = wire();
    for (const nonsense of [null, 7, 'call', [], { kind: 'call' }, { kind: 'shout', id: 1 }])
      near.post(nonsense);
    near.post({ kind: 'cancel', id: 999 });
    await expect(call('sum.add', { left: 1, right: 1 })).resolves.toEqual({ sum: 2 });
  });

  it('rejects everything pending, and every later call, when the serving side goes away', async () => {
    const { far, call } = wire();
    const waiting = call('wait.forever', {}, { onProgress: () => far.close() });
    await expect(waiting).rejects.toMatchObject({ code: 'disconnected' });
    await expect(call('sum.add', { left: 1, right: 1 })).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('aborts what runs for a caller that goes away', async () => {
    const { near, call } = wire();
    const before = seen.aborted;
    const waiting = call('wait.forever', {}, { onProgress: () => near.close() });
    await expect(waiting).rejects.toMatchObject({ code: 'disconnected' });
    await vi.waitFor(() => expect(seen.aborted).toBe(before + 1));
  });

  it('keeps what is sent before the other side listens', async () => {
    const [near, far] = makePair();
    open.push(near, far);
    const answer = connect(near, contract)('sum.add', { left: 4, right: 4 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    serve(far, contract, handlers);
    await expect(answer).resolves.toEqual({ sum: 8 });
  });

  it('sends copies: changing a value afterwards changes nothing', async () => {
    const [near, far] = makePair();
    open.push(near, far);
    const received = new Promise<unknown>((resolve) => far.onMessage(resolve));
    const value = { list: [1] };
    near.post(value);
    value.list.push(2);
    expect(await received).toEqual({ list: [1] });
  });
});

describe('the contract of the engine', () => {
  const calls = Object.entries(engineContract);
  const hasQuestion = (spec: CallSpec): boolean => {
    const { entries } = spec.params as { readonly entries?: object };
    return entries !== undefined && 'question' in entries;
  };
  /** They look the costly parts of a question up, or print it, instead of asking it. */
  const tellOfQuestions = ['search.scan', 'search.sql'];

  it.each(calls)('calls %s an “ask” when it asks a question, and only then', (name, spec) => {
    expect(spec.kind === 'ask').toBe(hasQuestion(spec) && !tellOfQuestions.includes(name));
  });

  it.each(calls)(
    'says of %s what its answer shows: a job has an id, a watch nothing to say',
    (_name, spec) => {
      const { entries } = spec.result as { readonly entries?: object };
      expect(spec.kind === 'job').toBe(entries !== undefined && 'jobId' in entries);
      if (spec.kind === 'watch') expect(Object.keys(entries ?? { none: 1 })).toEqual([]);
    },
  );
});

describe('a contract of several parts', () => {
  it('refuses two calls of one name', () => {
    const part = { 'sum.add': contract['sum.add'] };
    expect(() => mergeContracts(part, part)).toThrow(/sum\.add/);
  });
});
