import { clockStretches } from './zone.ts';

/** A half-open span of time. Microseconds since 1970. */
interface Span {
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** Consecutive bars of time, all `binMicros` wide but for those that a change of the clock makes longer or shorter. */
export interface Bars extends Span {
  readonly binMicros: number;
  /** The beginnings of all bars and the end of the last one; only where not all are equally wide. */
  readonly edges?: readonly number[] | undefined;
}

const dayMicros = 86_400_000_000;

/** The bars of a zone's clock over a span: full hours, half days, days, as people there read them. */
export function barsOver(span: Span, binMicros: number, zone: string): Bars {
  const marginMicros = 2 * binMicros + dayMicros;
  const window = { fromMicros: span.fromMicros - marginMicros, toMicros: span.toMicros + marginMicros };
  const [first, ...others] = clockStretches(window, zone);
  if (others.length > 0) return unevenBars(span, binMicros, edgesIn(window, binMicros, zone));
  const offset = first?.offsetMicros ?? 0;
  const fromMicros = Math.floor((span.fromMicros + offset) / binMicros) * binMicros - offset;
  const bars = Math.max(1, Math.ceil((span.toMicros - fromMicros) / binMicros));
  return { fromMicros, toMicros: fromMicros + bars * binMicros, binMicros };
}

function unevenBars(span: Span, binMicros: number, all: readonly number[]): Bars {
  const first = all.findLastIndex((edge) => edge <= span.fromMicros);
  const end = all.findIndex((edge, at) => at > first && edge >= span.toMicros);
  const edges = all.slice(first, end + 1);
  const bars = {
    fromMicros: edges[0] ?? span.fromMicros,
    toMicros: edges.at(-1) ?? span.toMicros,
    binMicros,
  };
  const isEven = edges.every((edge, at) => edge === bars.fromMicros + at * binMicros);
  return isEven ? bars : { ...bars, edges };
}

/** Every instant of a span at which a bar begins: where the clock comes to a multiple of the width, or is put over one. */
function edgesIn(span: Span, binMicros: number, zone: string): readonly number[] {
  const stretches = clockStretches(span, zone);
  const edges: number[] = [];
  stretches.forEach(({ fromMicros, offsetMicros }, at) => {
    const begin = at === 0 ? span.fromMicros : fromMicros;
    const end = stretches[at + 1]?.fromMicros ?? span.toMicros + 1;
    const before = stretches[at - 1]?.offsetMicros ?? offsetMicros;
    const putOver = Math.ceil((begin + before) / binMicros) * binMicros;
    const firstEdge = Math.ceil((begin + offsetMicros) / binMicros) * binMicros - offsetMicros;
    if (putOver < begin + offsetMicros && firstEdge > begin) edges.push(begin);
    for (let edge = firstEdge; edge < end; edge += binMicros) {
      const isRepeated = edge + offsetMicros < begin + before;
      // A day that begins twice is one day; an hour that comes twice is two.
      if (isRepeated && edge - (edges.at(-1) ?? Number.NEGATIVE_INFINITY) < binMicros) continue;
      edges.push(edge);
    }
  });
  return edges;
}

/** How many bars there are; the last one may be cut short by the end. */
export const barCount = ({ fromMicros, toMicros, binMicros, edges }: Bars): number =>
  edges ? edges.length - 1 : Math.ceil((toMicros - fromMicros) / binMicros);

/** Where an instant lies, counted in bars: 2.5 is the middle of the third. Outside of the bars their width counts on. */
export function placeInBars(bars: Bars, micros: number): number {
  const { fromMicros, toMicros, binMicros, edges } = bars;
  if (!edges || micros < fromMicros) return (micros - fromMicros) / binMicros;
  if (micros >= toMicros) return edges.length - 1 + (micros - toMicros) / binMicros;
  let [low, high] = [0, edges.length - 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((edges[middle] ?? 0) <= micros) low = middle;
    else high = middle;
  }
  const begin = edges[low] ?? fromMicros;
  return low + (micros - begin) / ((edges[high] ?? toMicros) - begin);
}

/** The instant at a place counted in bars; the other way round. */
export function instantInBars(bars: Bars, place: number): number {
  const { fromMicros, toMicros, binMicros, edges } = bars;
  const last = (edges?.length ?? 0) - 1;
  if (!edges || place <= 0) return Math.round(fromMicros + place * binMicros);
  if (place >= last) return Math.round(toMicros + (place - last) * binMicros);
  const bar = Math.floor(place);
  const begin = edges[bar] ?? fromMicros;
  return Math.round(begin + (place - bar) * ((edges[bar + 1] ?? toMicros) - begin));
}

/** The span of a bar; the last one ends with the bars. */
export function spanOfBar(bars: Bars, bar: number): Span {
  const end = bar + 1 >= barCount(bars) ? bars.toMicros : instantInBars(bars, bar + 1);
  return { fromMicros: instantInBars(bars, bar), toMicros: Math.min(bars.toMicros, end) };
}
