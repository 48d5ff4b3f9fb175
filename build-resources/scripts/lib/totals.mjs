/** Adds up what all steps of a test run say, and writes the account that ends with the one line others read. */

/**
 * @typedef {object} Totals
 * @property {number} passed
 * @property {string[]} failed names
 * @property {{name: string, reason: string}[]} skipped
 * @property {{name: string, ms: number}[]} slowest the slowest tests, the slowest of them first
 */

const slowestShown = 10;

/** @returns {Totals} */
export const noTotals = () => ({ passed: 0, failed: [], skipped: [], slowest: [] });

/** @param {Totals} sum @param {Totals} more */
export function add(sum, more) {
  sum.passed += more.passed;
  sum.failed.push(...more.failed);
  sum.skipped.push(...more.skipped);
  sum.slowest = [...sum.slowest, ...more.slowest].sort((a, b) => b.ms - a.ms).slice(0, slowestShown);
}

/** @param {Totals} sum @returns {string} */
export function account({ passed, failed, skipped, slowest }) {
  const lines = [];
  if (slowest.length > 0)
    lines.push('', 'Slowest:', ...slowest.map(({ name, ms }) => `  ${(ms / 1000).toFixed(1)} s ${name}`));
  if (skipped.length > 0)
    lines.push('', 'Skipped:', ...skipped.map(({ name, reason }) => `  ${name}: ${reason}`));
  if (failed.length > 0) lines.push('', 'Failed:', ...failed.map((name) => `  ${name}`));
  lines.push('', `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  return lines.join('\n');
}
