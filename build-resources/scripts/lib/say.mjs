/** One voice for all scripts: one line per step on standard output. */

let silent = false;

/** @param {boolean} value when true, only failures are printed */
export const setQuiet = (value) => void (silent = value);

/** @param {string} line */
export function say(line) {
  if (!silent) console.log(`trailglass: ${line}`);
}

/** @param {string} line */
export const complain = (line) => console.error(`trailglass: ${line}`);

/** @param {number} since what `performance.now()` said at the start @returns {string} such as `3.2 s` */
export function took(since) {
  const seconds = (performance.now() - since) / 1000;
  return seconds < 90
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
