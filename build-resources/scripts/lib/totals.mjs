/** Adds up what all steps of a test run say, and writes the account that ends with the one line others read. */

/**
 * @typedef {object} Totals
 * @property {number} passed
 * @property {string[]} failed names
 * @property {{name: string, reason: string}[]} skipped
 */

/** @returns {Totals} */
export const noTotals = () => ({ passed: 0, failed: [], skipped: [] });

/** @param {Totals} sum @param {Totals} more */
export function add(sum, more) {
  sum.passed += more.passed;
  sum.failed.push(...more.failed);
  sum.skipped.push(...more.skipped);
}

/** @param {Totals} sum @returns {string} */
export function account({ passed, failed, skipped }) {
  const lines = [];
  if (skipped.length > 0)
    lines.push('', 'Skipped:', ...skipped.map(({ name, reason }) => `  ${name}: ${reason}`));
  if (failed.length > 0) lines.push('', 'Failed:', ...failed.map((name) => `  ${name}`));
  lines.push('', `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  return lines.join('\n');
}
