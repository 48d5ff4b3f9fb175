import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { cutEnd, cutList, cutOf, cutStart } from '../../../renderer/kit/cut.ts';
import CutText from '../../../renderer/kit/CutText.svelte';

/** As if every character were one pixel wide. */
const counted = (text: string): number => Array.from(text).length;

const roles = [
  'bert-jan',
  'benjamin',
  'stratus-red-team-ec2-get-password-data-role',
  'stratus-red-team-ec2-steal-credentials-role',
  'stratus-red-team-get-usr-data-role',
];

describe('a text cut at its end', () => {
  test('is whole where it fits', () => {
    expect(cutEnd('bert-jan', 8, counted)).toBe('bert-jan');
    expect(cutEnd('bert-jan', 7, counted)).toBe('bert-j…');
  });

  test('keeps characters of several parts whole', () => {
    expect(cutEnd('👩‍💻👩‍💻👩‍💻', 5, counted)).toBe('👩‍💻…');
    expect(cutEnd('e\u0301e\u0301e\u0301', 4, counted)).toBe('e\u0301…');
  });

  test('is never wider than its room, however long', () => {
    expect(counted(cutEnd('x'.repeat(100_000), 20, counted))).toBe(20);
  });
});

test('a path keeps its end', () => {
  expect(cutStart('a/b.gz', 6, counted)).toBe('a/b.gz');
  expect(cutStart('AWSLogs/2023/07/10/file.json.gz', 16, counted)).toBe('…10/file.json.gz');
  expect(counted(cutStart('x'.repeat(100_000), 20, counted))).toBe(20);
});

describe('the texts of a list', () => {
  test('stay whole where they fit', () => {
    expect(cutList(roles, 50, counted)).toEqual(roles);
  });

  test('lose at the front what they have in common, and are cut once at the end', () => {
    expect(cutList(roles, 22, counted)).toEqual([
      'bert-jan',
      'benjamin',
      '…ec2-get-password-dat…',
      '…ec2-steal-credential…',
      '…get-usr-data-role',
    ]);
  });

  test('that begin alike for longer show where they begin to differ', () => {
    expect(
      cutList(
        [
          'APN/1.0 HashiCorp/1.0 Terraform/1.1.2 run_11a6',
          'APN/1.0 HashiCorp/1.0 Terraform/1.1.2 run_9960',
          'APN/1.0 Other',
        ],
        20,
        counted,
      ),
    ).toEqual(['…11a6', '…9960', 'APN/1.0 Other']);
    expect(cutList(['0123456789abcdef0123-x1', '0123456789abcdef0123-x2'], 12, counted)).toEqual([
      '…x1',
      '…x2',
    ]);
    expect(cutList(['a'.repeat(30), 'a'.repeat(31)], 10, counted)).toHaveLength(2);
  });

  test('that are one ARN lose what all ARNs begin with', () => {
    expect(cutList(['arn:aws:s3:::the-bucket-of-the-team'], 24, counted)).toEqual([
      '…the-bucket-of-the-team',
    ]);
  });

  test('stay different where they differ, and within their room', () => {
    const part = fc.constantFrom(
      'arn:',
      'aws:',
      'role/',
      'a',
      'b',
      'stratus-red-team-',
      '-',
      '/',
      '👩‍💻',
      '0123456789',
    );
    const text = fc.array(part, { minLength: 1, maxLength: 9 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.uniqueArray(text, { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 14, max: 40 }),
        (list, room) => {
          const cut = cutList(list, room, counted);
          expect(new Set(cut).size).toBe(list.length);
          for (const [index, shown] of cut.entries()) {
            expect(counted(shown)).toBeLessThanOrEqual(room);
            if (counted(list[index] ?? '') <= room) expect(shown).toBe(list[index]);
            expect(shown.slice(1, -1)).not.toContain('…');
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('are cut once for all lines that ask', () => {
    let asked = 0;
    const counting = (text: string): number => (asked++, counted(text));
    expect(cutOf(roles[2] ?? '', roles, 'one type', 22, counting)).toBe('…ec2-get-password-dat…');
    const first = asked;
    expect(cutOf(roles[3] ?? '', roles, 'one type', 22, counting)).toBe('…ec2-steal-credential…');
    expect(asked).toBe(first);
  });
});

describe('text on the page', () => {
  test.each([60, 100, 150, 400])('is drawn within %d px without a second cut', async (widthPx) => {
    const { container } = await render(CutText, { text: roles[2] ?? '', among: roles });
    container.style.width = `${String(widthPx)}px`;
    const span = container.querySelector<HTMLElement>('span');
    await expect.poll(() => span?.clientWidth).toBe(widthPx);
    await expect.poll(() => (span?.scrollWidth ?? Infinity) <= widthPx).toBe(true);
    await expect.poll(() => span?.title).toBe(widthPx === 400 ? '' : roles[2]);
    expect(getComputedStyle(span!).textOverflow).toBe('clip');
    const range = document.createRange();
    range.selectNodeContents(span!);
    expect(range.getBoundingClientRect().width).toBeLessThanOrEqual(widthPx);
    if (widthPx === 400) expect(span?.textContent).toBe(roles[2]);
    else expect(span?.textContent).toMatch(/^…/);
  });
});
