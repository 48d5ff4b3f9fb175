import { describe, expect, it, vi } from 'vitest';
import { Grants } from '../../electron/main/grants.ts';

const told = () => {
  const announce = vi.fn((_id: string, _path: string) => Promise.resolve());
  return { announce, grants: new Grants(announce) };
};

describe('grants', () => {
  it('names a path at random and tells the engine before handing the name out', async () => {
    let isKnown = false;
    const grants = new Grants(async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      isKnown = true;
    });
    const { grant, label } = await grants.give('/logs/acme');
    expect(isKnown).toBe(true);
    expect(label).toBe('/logs/acme');
    expect(grant).toMatch(/^[0-9a-f-]{36}$/);
    expect(grants.pathOf(grant)).toBe('/logs/acme');
  });

  it('keeps one name for one path and does not tell twice', async () => {
    const { grants, announce } = told();
    const first = await grants.give('/logs/acme');
    expect(await grants.give('/logs/acme')).toEqual(first);
    expect(announce).toHaveBeenCalledTimes(1);
    expect((await grants.give('/logs/other')).grant).not.toBe(first.grant);
  });

  it('knows no path by its own name', async () => {
    const { grants } = told();
    await grants.give('/logs/acme');
    expect(grants.pathOf('/logs/acme')).toBeUndefined();
    expect(grants.pathOf('__proto__')).toBeUndefined();
  });

  it('remembers what was chosen as evidence, also when the path was known before', async () => {
    const { grants } = told();
    await grants.give('/logs/acme');
    await grants.give('/work');
    await grants.give('/logs/acme', { isEvidence: true });
    expect(grants.evidence()).toEqual(['/logs/acme']);
    expect(grants.all().map(([, path]) => path)).toEqual(['/logs/acme', '/work']);
  });
});
