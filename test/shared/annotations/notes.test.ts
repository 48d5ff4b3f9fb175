import { describe, expect, it } from 'vitest';
import type { EventNotes } from '../../../shared/annotations/event-notes.ts';
import { fieldNamed, noteFields, searchableFields } from '../../../shared/fields/catalogue.ts';
import { fieldSuggestions } from '../../../shared/filter/complete.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { printFilter } from '../../../shared/filter/print.ts';
import { hasSeveralNotes, isJoinedNote } from '../../../shared/annotations/joined.ts';
import {
  notedCsvHead,
  notedCsvLine,
  notedMarkdown,
  notedObject,
} from '../../../shared/annotations/report.ts';
import { cleanTag, tagKey } from '../../../shared/annotations/tag.ts';
import { usesNotes } from '../../../shared/annotations/reads-annotations.ts';
import { changeInWords } from '../../../shared/annotations/words.ts';

const filterOf = (text: string) => {
  const { filter, problems } = parseFilter(text);
  if (!filter || problems.length > 0) throw new Error(problems[0]?.message);
  return filter;
};

describe('a tag', () => {
  it('is kept composed, trimmed and on one line', () => {
    expect(cleanTag('  lateral   movement ')).toBe('lateral movement');
    expect(cleanTag('cafe\u0301')).toBe('caf\u00e9');
    expect(tagKey('CAFE\u0301')).toBe(tagKey('caf\u00e9'));
    for (const bad of ['', '  ', 'a,b', 'a\nb', 'a\u200bb', 'a\u202eb', 'x'.repeat(101)])
      expect(cleanTag(bad), JSON.stringify(bad)).toBeUndefined();
  });
});

describe('fields of notes', () => {
  it('are found, completed, read and printed like any other field', () => {
    expect(searchableFields).toEqual(expect.arrayContaining([...noteFields]));
    expect(fieldNamed('note.tag')?.note).toBe(true);
    expect(fieldSuggestions('note').map(({ name }) => name)).toEqual(noteFields.map(({ name }) => name));
    for (const text of ['note.tag:lead', 'note.star:true', 'note.time>2025-01-01', 'not note.comment:*'])
      expect(printFilter(filterOf(text))).toBe(text);
    expect(printFilter(filterOf('NOTE.Tag:lead'))).toBe('note.tag:lead');
  });

  it('that do not exist are refused with the nearest one', () => {
    const { problems } = parseFilter('note.tags:lead');
    expect(problems).toMatchObject([{ from: 0, to: 9, fix: { insert: 'note.tag' } }]);
  });

  it('are told from those of the events in a filter', () => {
    expect(usesNotes(filterOf('eventName:a or not (errorCode:* and note.star:true)'))).toBe(true);
    expect(usesNotes(filterOf('eventName=@note.tag'))).toBe(true);
    expect(usesNotes(filterOf('eventName:a and "note.tag"'))).toBe(false);
  });

  it('whose cell holds several notes cannot be filtered by it', () => {
    expect(isJoinedNote('note.tag', 'a, b')).toBe(true);
    expect(isJoinedNote('note.tag', 'a')).toBe(false);
    expect(isJoinedNote('note.colour', 'red')).toBe(false);
    expect(isJoinedNote('eventName', 'a, b')).toBe(false);
    expect(noteFields.filter(({ name }) => !hasSeveralNotes(name)).map(({ name }) => name)).toEqual([
      'note.star',
      'note.colour',
    ]);
  });
});

describe('a report of notes', () => {
  const signed = { author: 'maya', atMicros: 1_746_093_600_000_000 };
  const notes: EventNotes = {
    id: '1.2',
    star: signed,
    colour: null,
    tags: [{ tag: 'a|b', ...signed }],
    comments: [
      {
        id: 'c',
        text: '=cmd()\n# <b>x</b>\u202e',
        ...signed,
        edited: { ...signed, author: 'ben' },
        events: 1,
      },
    ],
  };
  const event = {
    values: [1_746_000_000_000_000, '[x](y)', null, '-1', null, null, null, null, 'id'],
    notes,
  };

  it('runs nothing in a spreadsheet', () => {
    expect(notedCsvHead.split(',')).toHaveLength(14);
    expect(notedCsvLine(event)).toBe(
      `2025-04-30T08:00:00Z,[x](y),,'-1,,,,,id,true,,a|b,"'=cmd()\n# <b>x</b>\u202e",maya\r\n`,
    );
  });

  it('says nothing in Markdown but what was written', () => {
    const text = notedMarkdown(event);
    expect(text).toContain('## 2025-04-30T08:00:00Z \\[x\\]\\(y\\)');
    expect(text).toContain('starred, tag “a\\|b”');
    expect(text).toContain('> =cmd\\(\\)\n> \\# \\<b\\>x\\</b\\>U\\+202E\n');
    expect(text).toContain('maya, 2025-05-01T10:00:00Z, changed 2025-05-01T10:00:00Z');
    expect(text).not.toContain('\u202e');
  });

  it('gives every note with author and time as an object', () => {
    expect(notedObject(event)).toMatchObject({
      eventTime: '2025-04-30T08:00:00Z',
      eventSource: null,
      note: {
        star: { author: 'maya', at: '2025-05-01T10:00:00Z' },
        comments: [{ edited: { author: 'ben' } }],
      },
    });
  });
});

describe('changes in words', () => {
  it('say what was done to how many events', () => {
    expect(changeInWords({ do: 'tag', tag: 'lead' }, 1_204)).toBe('Tagged 1,204 events “lead”');
    expect(changeInWords({ do: 'untag', tag: 'lead' }, 1)).toBe('Took the tag “lead” from 1 event');
    expect(changeInWords({ do: 'colour', colour: null }, 2)).toBe('Took the colour from 2 events');
  });
});
