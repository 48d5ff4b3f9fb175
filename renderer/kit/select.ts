/** What can be chosen in a select. */
export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

/** The options whose words hold what is searched, in their own order. */
export function optionsWith(options: readonly SelectOption[], search: string): readonly SelectOption[] {
  const wanted = search.trim().toLowerCase();
  return wanted === '' ? options : options.filter(({ label }) => label.toLowerCase().includes(wanted));
}

const pageLines = 10;

/** Where a key leads in a list of `count` lines; undefined for a key that leads nowhere. */
export function lineAfter(key: string, at: number, count: number): number | undefined {
  const lines: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + pageLines,
    PageUp: at - pageLines,
    Home: 0,
    End: count - 1,
  };
  const line = lines[key];
  return line === undefined ? undefined : Math.max(0, Math.min(line, count - 1));
}
