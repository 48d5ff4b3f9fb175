import { describe, expect, test } from 'vitest';
import { fieldNamed } from '../../shared/fields/catalogue.ts';
import { requestKeyOf, requestKeys, requestKeySuggestions } from '../../shared/fields/request-keys.ts';
import { canonicalField } from '../../shared/filter/field-names.ts';

const pathsFor = (typed: string): readonly string[] => requestKeySuggestions(typed).map(({ path }) => path);

describe('request keys', () => {
  test('are paths of keys alone, each once and in its one spelling, into a document that has a column', () => {
    expect(new Set(requestKeys.map(({ path }) => path)).size).toBe(requestKeys.length);
    for (const { path } of requestKeys) {
      expect(path).toMatch(/^[A-Za-z]+(\.[A-Za-z]+)+$/);
      expect(canonicalField(path)).toBe(path);
      expect(fieldNamed(path)).toBeUndefined();
      expect(fieldNamed(path.split('.')[0] ?? '')?.type).toBe('json');
    }
  });

  test('are found by path and label, those first that begin with what was typed', () => {
    expect(pathsFor('')).toHaveLength(requestKeys.length);
    expect(pathsFor('buck')).toEqual(['requestParameters.bucketName']);
    expect(pathsFor('Access key')).toEqual([
      'requestParameters.accessKeyId',
      'responseElements.accessKey.accessKeyId',
      'responseElements.credentials.accessKeyId',
    ]);
    expect(pathsFor('key')[0]).toBe('requestParameters.key');
    expect(pathsFor('no such key')).toEqual([]);
  });

  test('are known by their exact path', () => {
    expect(requestKeyOf('requestParameters.bucketName')?.label).toBe('Bucket');
    expect(requestKeyOf('requestParameters.bucketname')).toBeUndefined();
    expect(requestKeyOf('bucketName')).toBeUndefined();
  });
});
