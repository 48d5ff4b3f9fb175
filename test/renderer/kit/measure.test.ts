import { describe, expect, test } from 'vitest';
import { measureIn, typeOf } from '../../../renderer/kit/measure.ts';

/** The width the page gives a text, for comparison. */
function drawnPx(text: string, className = ''): { readonly widthPx: number; readonly font: string } {
  const span = document.createElement('span');
  span.className = className;
  span.style.whiteSpace = 'pre';
  span.textContent = text;
  document.body.append(span);
  const widthPx = span.getBoundingClientRect().width;
  const font = typeOf(span);
  span.remove();
  return { widthPx, font };
}

describe('measured text', () => {
  test.each([
    'bert-jan',
    'TerraformExecution / release-4711',
    'arn:aws:iam::123837392027:user/bert-jan',
    '111.111.111.111',
    '0000-1111-2222',
    'lllllllllll',
    'AV To Wa -> fi != ...',
    '…ctes-bucket-qyxyekjbtk',
  ])('is as wide as the page draws it: %s', (text) => {
    for (const className of ['', 'mono', 'words']) {
      const { widthPx, font } = drawnPx(text, className);
      expect(measureIn(font)(text)).toBeCloseTo(widthPx, 0);
    }
  });

  test('is in the type of the application', () => {
    const { widthPx } = drawnPx('mmmmmmmmmm');
    expect(widthPx).not.toBeCloseTo(measureIn('normal / 13px sans-serif')('mmmmmmmmmm'), 0);
  });
});
