import { describe, expect, it } from 'vitest';
import { standOutRules } from '../../../../shared/cloudtrail/stand-out/all-rules.ts';
import { subjectOf } from '../../../../shared/cloudtrail/subject.ts';
import { predicateOf } from '../../../../shared/filter/evaluate.ts';
import { logFile } from '../../../support/records.ts';
import { storyKinds, storyOf } from '../../../support/stories/stories.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';
import { standingOut } from './standing-out.ts';

const predicates = standOutRules.map(({ id, when }) => [id, predicateOf(when)] as const);

describe('the events that rules name', () => {
  it('are the same in SQL and in TypeScript, however files come', async () => {
    const records = storyKinds.flatMap((_, seed) => storyOf(seed).records);
    const half = Math.floor(records.length / 2);
    const folder = writeFiles(tempFolder('trailglass-notable'), {
      'a.json.gz': logFile(records.slice(0, half)),
      'b.json.gz': logFile(records.slice(half)),
    });
    const { named, derived, close } = await standingOut(folder);
    const inSql = await named();
    expect(derived.covered('notable_events')).toBe('all');
    await close();
    const right = new Map<string, string>();
    for (const record of records) {
      const subject = subjectOf(record);
      const rules = predicates.flatMap(([id, holds]) => (holds(subject) ? [id] : []));
      if (rules.length > 0) right.set(String(record['eventID']), rules.join(' '));
    }
    expect(right.size).toBeGreaterThan(200);
    expect(new Map([...inSql].sort())).toEqual(new Map([...right].sort()));
  });
});
