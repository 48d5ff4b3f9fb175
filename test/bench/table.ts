/** One line of a table. */
export type Line = readonly [string, string, string, string];

/** The middle of a list of numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Prints a table that also reads as Markdown. */
export function printTable(title: string, head: Line, lines: readonly Line[]): void {
  const all = [head, ...lines];
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column as 0].length)));
  const text = (line: Line): string =>
    `| ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(Math.max(1, width - 1))}:`)).join(' | ')} |`;
  process.stdout.write(`\n${title}\n\n${[text(head), rule, ...lines.map(text)].join('\n')}\n`);
}

const repeats = 7;
/** What has taken so long altogether is not repeated further. */
const enoughMs = 10_000;

/** How long work takes the first time, and the median of the times after it. */
export async function times(
  work: () => Promise<unknown>,
  count = repeats,
): Promise<{ readonly first: number; readonly again: number }> {
  const taken: number[] = [];
  const beganMs = performance.now();
  for (let n = 0; n < count && (n < 2 || performance.now() - beganMs < enoughMs); n += 1) {
    const startedMs = performance.now();
    await work();
    taken.push(performance.now() - startedMs);
  }
  return { first: taken[0] ?? 0, again: median(taken.slice(1)) };
}
