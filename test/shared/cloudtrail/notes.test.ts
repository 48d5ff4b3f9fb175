import { describe, expect, it } from 'vitest';
import { actionNotes, noteOn } from '../../../shared/cloudtrail/notes.ts';

const all = Object.entries(actionNotes).flatMap(([source, notes]) =>
  Object.entries(notes).map(([name, texts]) => ({ source, name, texts })),
);

describe('notes on well-known actions', () => {
  it('cover the services an investigation turns to', () => {
    expect(all.length).toBeGreaterThan(80);
    for (const service of ['iam', 'sts', 'cloudtrail', 's3', 'ec2', 'kms', 'lambda', 'organizations']) {
      expect(Object.keys(actionNotes[`${service}.amazonaws.com`] ?? {}).length).toBeGreaterThan(4);
    }
  });

  it.each(all)(
    '$source $name is named as AWS names it and says three full sentences',
    ({ source, name, texts }) => {
      expect(source).toMatch(/^[a-z][a-z0-9-]*\.amazonaws\.com$/);
      expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
      expect(texts).toHaveLength(3);
      for (const text of texts) {
        expect(text).toMatch(/^\S.*\.$/);
        expect(text.length).toBeLessThan(180);
        expect(text).not.toMatch(/!|\s{2}|--|'/);
      }
      expect(new Set(texts).size).toBe(3);
    },
  );

  it('are found by the record’s own words, with Lambda’s API date and in China', () => {
    expect(noteOn('lambda.amazonaws.com', 'UpdateFunctionCode20150331v2')?.does).toMatch(
      /code of a function/,
    );
    expect(noteOn('iam.amazonaws.com.cn', 'CreateUser')?.next).toMatch(/CreateAccessKey/);
    expect(noteOn('iam.amazonaws.com', 'NoSuchThing')).toBeUndefined();
    expect(noteOn('constructor', 'name')).toBeUndefined();
    expect(noteOn('iam.amazonaws.com', 'toString')).toBeUndefined();
  });
});
