import { createSubscriber } from 'svelte/reactivity';

/** How wide a text is drawn in one type, in CSS pixels. */
export type Measure = (text: string) => number;

const mostKept = 20_000;
const longestKept = 120;
const widths = new Map<string, Map<string, number>>();
const drawings = new Map<string, CanvasRenderingContext2D | null>();

/** A character of a further script brings its file along, and is then drawn wider or narrower than it was measured. */
const followFonts = createSubscriber((update) => {
  const forget = (): void => {
    widths.clear();
    update();
  };
  document.fonts.addEventListener('loadingdone', forget);
  return () => document.fonts.removeEventListener('loadingdone', forget);
});

/** What stands between the figures of a type and its font. */
const between = ' / ';

/**
 * A canvas stands in the page, unseen, because it takes its kind of figures, the slashed zero and the like from where it
 * stands; its font sets family, size and weight alone.
 */
function drawingWith(figures: string): CanvasRenderingContext2D | null {
  const known = drawings.get(figures);
  if (known !== undefined) return known;
  if (drawings.size === 0) document.fonts.addEventListener('loadingdone', () => widths.clear());
  const element = document.createElement('canvas');
  element.hidden = true;
  element.style.fontVariantNumeric = figures;
  document.body.append(element);
  const made = element.getContext('2d');
  drawings.set(figures, made);
  return made;
}

function drawnPx(text: string, type: string): number {
  const at = type.indexOf(between);
  const drawing = drawingWith(type.slice(0, at));
  if (!drawing) return text.length * 8;
  drawing.font = type.slice(at + between.length);
  return drawing.measureText(text).width;
}

/**
 * Measures in a type as `typeOf` tells it. Widths are kept. Where this is called while something is being worked out for
 * the page, it is worked out again once more type has been loaded.
 */
export function measureIn(type: string): Measure {
  followFonts();
  return (text) => {
    if (text.length > longestKept) return drawnPx(text, type);
    const kept = widths.get(type);
    const known = kept && kept.size < mostKept ? kept : new Map<string, number>();
    if (known !== kept) widths.set(type, known);
    const width = known.get(text) ?? drawnPx(text, type);
    known.set(text, width);
    return width;
  };
}

/** The type an element is set in, for `measureIn`. */
export function typeOf(element: Element): string {
  const { fontVariantNumeric, fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element);
  return `${fontVariantNumeric}${between}${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
}

const bodyTypes = new Map<number, string>();

/** The type of the application's plain text in one weight. It is looked up once for all that is drawn in one go. */
export function bodyType(weight: number): string {
  const known = bodyTypes.get(weight);
  if (known !== undefined) return known;
  if (bodyTypes.size === 0) queueMicrotask(() => bodyTypes.clear());
  const { fontVariantNumeric, fontStyle, fontSize, fontFamily } = getComputedStyle(document.body);
  const type = `${fontVariantNumeric}${between}${fontStyle} ${String(weight)} ${fontSize} ${fontFamily}`;
  bodyTypes.set(weight, type);
  return type;
}
