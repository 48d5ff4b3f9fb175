import { describe, expect, it } from 'vitest';
import { Kept } from '../../../electron/engine/derive/kept.ts';
import { Versions } from '../../../electron/engine/derive/versions.ts';

interface Making {
  readonly ready: Promise<number>;
  readonly end: () => void;
  readonly drop: () => Promise<void>;
}

/** Works that end when told to, with what became of each. */
function works(most = 3) {
  let evidence = 1;
  const versions = new Versions(() => evidence);
  const kept = new Kept<Making>({ versions, most });
  const made: { finish: (value: number) => void; isEnded: boolean; isDropped: boolean }[] = [];
  const begin = (): Making => {
    let finish = (_value: number): void => undefined;
    let fail = (_error: Error): void => undefined;
    const ready = new Promise<number>((resolve, reject) => {
      finish = resolve;
      fail = reject;
    });
    const one = { finish, isEnded: false, isDropped: false };
    made.push(one);
    return {
      ready,
      end: () => {
        one.isEnded = true;
        fail(new Error('ended'));
      },
      drop: async () => void (one.isDropped = true),
    };
  };
  return { kept, versions, made, begin, change: () => (evidence += 1) };
}

describe('what is kept', () => {
  it('is made once for all who ask', async () => {
    const { kept, made, begin } = works();
    const both = [kept.of('a', [], begin).wait(undefined), kept.of('a', [], begin).wait(undefined)];
    expect(made).toHaveLength(1);
    made[0]!.finish(7);
    expect(await Promise.all(both)).toEqual([7, 7]);
    expect(await kept.of('a', [], begin).wait(undefined)).toBe(7);
    expect(made).toHaveLength(1);
  });

  it('lets go who leaves, and ends with the last who waited', async () => {
    const { kept, made, begin } = works();
    const [first, second] = [new AbortController(), new AbortController()];
    const one = kept.of('a', [], begin).wait(first.signal);
    const two = kept.of('a', [], begin).wait(second.signal);
    first.abort();
    await expect(one).rejects.toMatchObject({ code: 'cancelled' });
    expect(made[0]!.isEnded).toBe(false);
    second.abort();
    await expect(two).rejects.toMatchObject({ code: 'cancelled' });
    expect(made[0]!.isEnded).toBe(true);
    void kept.of('a', [], begin);
    expect(made).toHaveLength(2);
  });

  it('is made again when a source that it reads moved, and only then', async () => {
    const { kept, versions, made, begin, change } = works();
    const ask = (key: string, reads: readonly 'annotations'[]): Promise<number> => {
      const answer = kept.of(key, reads, begin).wait(undefined);
      made.at(-1)?.finish(made.length);
      return answer;
    };
    expect(await ask('plain', [])).toBe(1);
    expect(await ask('noted', ['annotations'])).toBe(2);
    versions.annotationsChanged();
    expect(await ask('plain', [])).toBe(1);
    expect(await ask('noted', ['annotations'])).toBe(3);
    change();
    expect(await ask('plain', [])).toBe(4);
    await expect.poll(() => made.map(({ isDropped }) => isDropped)).toEqual([true, true, true, false]);
  });

  it('stays while somebody uses it, and goes afterwards', async () => {
    const { kept, made, begin, change } = works();
    let leave = (): void => undefined;
    const using = kept
      .of('a', [], begin)
      .use(undefined, () => new Promise<void>((resolve) => (leave = resolve)));
    made[0]!.finish(1);
    await Promise.resolve();
    change();
    kept.dropOutdated();
    await new Promise((resolve) => setImmediate(resolve));
    expect(made[0]!.isDropped).toBe(false);
    leave();
    await using;
    await expect.poll(() => made[0]!.isDropped).toBe(true);
  });

  it('is limited: the least recently used goes first', async () => {
    const { kept, made, begin } = works(2);
    for (const key of ['a', 'b']) {
      const waiting = kept.of(key, [], begin).wait(undefined);
      made.at(-1)!.finish(0);
      await waiting;
    }
    await kept.of('a', [], begin).wait(undefined);
    void kept.of('c', [], begin);
    await expect.poll(() => made.map(({ isDropped }) => isDropped)).toEqual([false, true, false]);
  });

  it('is not kept when it failed', async () => {
    const { kept, made, begin } = works();
    const failing = kept.of('a', [], begin);
    failing.work.end();
    await expect(failing.wait(undefined)).rejects.toThrow('ended');
    void kept.of('a', [], begin);
    expect(made).toHaveLength(2);
  });
});
