import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { CallKind } from '../../shared/bridge/contract.ts';
import { serve } from '../../shared/bridge/serve.ts';
import { AppError } from '../../shared/bridge/errors.ts';
import type { EngineState } from '../../shared/contract/host.ts';
import { hostContract } from '../../shared/contract/host.ts';
import { engineContract, type EngineClient, type EngineHandlers } from '../../shared/contract/index.ts';
import { linkEngine, type EngineLink } from '../../renderer/bridge/client.ts';
import { memoryChannel, stubClient } from './support/fake-trail.ts';

/** The contract without what its calls are asked with: here only their kinds matter. */
const anyParams = Object.fromEntries(
  Object.entries(engineContract).map(([name, spec]) => [name, { ...spec, params: v.unknown() }]),
) as unknown as typeof engineContract;

const named = (...kinds: readonly CallKind[]): (keyof typeof engineContract)[] =>
  Object.entries(engineContract).flatMap(([name, { kind }]) =>
    kinds.includes(kind) ? [name as keyof typeof engineContract] : [],
  );

const down = {
  kind: 'restarting',
  reason: 'It ended with code 134.',
  logPath: '/logs/engine.log',
  isIntended: false,
} as const;

/** Engines that can be killed and started again. */
class Engines {
  readonly asked: string[] = [];
  readonly states: EngineState[] = [];
  readonly link: EngineLink;
  answers: Partial<EngineHandlers> = {};
  onRestart: (engine: EngineClient) => Promise<void> = async () => undefined;
  #report: (state: EngineState) => void = () => undefined;
  #kill: () => void = () => undefined;
  #restarts = -1;

  constructor(signal: AbortSignal) {
    const host = stubClient(hostContract, {
      'host.engine': (_params, context) =>
        new Promise(() => {
          this.#report = context.report;
        }),
    });
    this.link = linkEngine({
      host,
      requestPort: async () => {
        const [ours, theirs] = memoryChannel();
        this.#kill = theirs.drop;
        const call = (name: string) => (params: never, context: never) => {
          this.asked.push(`${name}@${this.#restarts}`);
          const answer = this.answers[name as keyof EngineHandlers];
          return answer
            ? (answer as (params: never, context: never) => unknown)(params, context)
            : new Promise(() => undefined);
        };
        const handlers = Object.fromEntries(Object.keys(engineContract).map((name) => [name, call(name)]));
        serve(theirs, anyParams, handlers as unknown as EngineHandlers);
        return ours;
      },
      onRestart: (engine) => this.onRestart(engine),
      onState: (state) => this.states.push(state),
    });
    void this.link.follow(signal);
  }

  async start(): Promise<void> {
    await settled();
    this.#restarts += 1;
    this.#report({ kind: 'running', restarts: this.#restarts });
    await settled();
  }

  async tell(state: EngineState): Promise<void> {
    this.#report(state);
    await settled();
  }

  async crash(state: EngineState = down): Promise<void> {
    await settled();
    this.#kill();
    this.#report(state);
    await settled();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

const count = (link: EngineLink) =>
  link.engine('events.count', {
    question: {
      scope: { range: null, accounts: null, regions: null, hideServiceCalls: false },
      filter: { kind: 'and', of: [] },
    },
  });

describe('the link to the engine', () => {
  it('lets calls wait until the engine runs', async () => {
    const engines = new Engines(new AbortController().signal);
    engines.answers = { 'events.count': () => ({ total: 7 }) };
    const answer = count(engines.link);
    await settled();
    expect(engines.asked).toEqual([]);
    await engines.start();
    expect(await answer).toEqual({ total: 7 });
  });

  it('asks a read that a crash cut off once more, and only once', async () => {
    const engines = new Engines(new AbortController().signal);
    await engines.start();
    const answer = codeOf(count(engines.link));
    await engines.crash();
    await engines.start();
    expect(engines.asked).toEqual(['events.count@0', 'events.count@1']);
    await engines.crash();
    await engines.start();
    expect(await answer).toBe('disconnected');
    expect(engines.asked).toHaveLength(2);
  });

  it('asks a read as often as the engine is restarted on purpose', async () => {
    const engines = new Engines(new AbortController().signal);
    await engines.start();
    const answer = count(engines.link);
    for (let restart = 0; restart < 3; restart += 1) {
      await engines.crash({ ...down, isIntended: true });
      await engines.start();
    }
    engines.answers = { 'events.count': () => ({ total: 5 }) };
    await engines.crash({ ...down, isIntended: true });
    await engines.start();
    expect(await answer).toEqual({ total: 5 });
  });

  it('goes on with an engine whose restart is due', async () => {
    const engines = new Engines(new AbortController().signal);
    await engines.start();
    engines.answers = { 'events.count': () => ({ total: 6 }) };
    await engines.tell({ kind: 'restart-due', restarts: 0, reason: 'A statement did not stop.' });
    expect(await count(engines.link)).toEqual({ total: 6 });
    expect(engines.asked).toEqual(['events.count@0']);
  });

  it.each(named('read', 'ask'))('asks %s again when the engine is killed while it runs', async (name) => {
    const engines = new Engines(new AbortController().signal);
    await engines.start();
    const answer = engines.link.engine(name, {});
    await engines.crash();
    engines.answers = { [name]: () => 'the answer' };
    await engines.start();
    expect(await answer).toBe('the answer');
    expect(engines.asked).toEqual([`${name}@0`, `${name}@1`]);
  });

  it.each(named('change', 'job'))('does not repeat %s, which may have been done', async (name) => {
    const engines = new Engines(new AbortController().signal);
    await engines.start();
    const answer = codeOf(engines.link.engine(name, {}));
    await engines.crash();
    expect(await answer).toBe('disconnected');
    await engines.start();
    expect(engines.asked).toEqual([`${name}@0`]);
  });

  it('goes on watching after restarts', async () => {
    const engines = new Engines(new AbortController().signal);
    await engines.start();
    void engines.link.engine('jobs.watch', {});
    for (let round = 0; round < 3; round += 1) {
      await engines.crash();
      await engines.start();
    }
    expect(engines.asked).toEqual(['jobs.watch@0', 'jobs.watch@1', 'jobs.watch@2', 'jobs.watch@3']);
  });

  it('puts the state back before waiting calls reach the new engine', async () => {
    const engines = new Engines(new AbortController().signal);
    engines.answers = { 'events.count': () => ({ total: 1 }), 'workspace.current': () => null };
    engines.onRestart = async (engine) => {
      await engine('workspace.current', {});
    };
    await engines.start();
    await engines.crash();
    const answer = count(engines.link);
    await engines.start();
    await answer;
    expect(engines.asked).toEqual(['workspace.current@1', 'events.count@1']);
  });

  it('says so when the engine will not come back', async () => {
    const engines = new Engines(new AbortController().signal);
    await engines.start();
    await engines.crash();
    const waiting = codeOf(count(engines.link));
    await engines.crash({ kind: 'stopped', reason: down.reason, logPath: down.logPath });
    expect(await waiting).toBe('disconnected');
    expect(await codeOf(count(engines.link))).toBe('disconnected');
    expect(engines.states.map((state) => state.kind)).toEqual(['running', 'restarting', 'stopped']);
  });

  it('gives up a waiting call that is cancelled', async () => {
    const engines = new Engines(new AbortController().signal);
    const controller = new AbortController();
    const answer = codeOf(engines.link.engine('saved.list', {}, { signal: controller.signal }));
    await settled();
    controller.abort();
    expect(await answer).toBe('cancelled');
    await engines.start();
    expect(engines.asked).toEqual([]);
  });
});
