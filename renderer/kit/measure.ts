/** How wide a text is drawn in one type, in CSS pixels. */
export type Measure = (text: string) => number;

const mostKept = 20_000;
const widths = new Map<string, Map<string, number>>();
let context: CanvasRenderingContext2D | null | undefined;

/**
 * The canvas stands in the page, unseen, because a canvas takes figures of one width, the slashed zero and the like from
 * where it stands; `font` sets family, size and weight alone.
 */
function canvas(): CanvasRenderingContext2D | null {
  if (context !== undefined) return context;
  const element = document.createElement('canvas');
  element.hidden = true;
  document.body.append(element);
  context = element.getContext('2d');
  // A character of a further script brings its file along, and is then drawn wider or narrower than it was measured.
  document.fonts.addEventListener('loadingdone', () => widths.clear());
  return context;
}

/** Measures in the type that `font` names as CSS does: `500 13px "Inter Variable"`. Widths are kept. */
export function measureIn(font: string): Measure {
  return (text) => {
    let known = widths.get(font);
    if (!known || known.size > mostKept) widths.set(font, (known = new Map()));
    const kept = known.get(text);
    if (kept !== undefined) return kept;
    const drawing = canvas();
    if (!drawing) return text.length * 7;
    drawing.font = font;
    const { width } = drawing.measureText(text);
    known.set(text, width);
    return width;
  };
}

/** The type an element is set in, for `measureIn`. */
export function typeOf(element: Element): string {
  const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element);
  return `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
}
