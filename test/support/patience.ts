/**
 * How long a test waits for a state before it calls it one that never comes. Far beyond what a quiet machine needs: a
 * test may be slow, it may not be wrong.
 */
export const stateMs = 45_000;

/** How long a whole test, or the making of what it needs, may take. */
const testMs = 240_000;

/** What every project of tests is given, so that no test fails for the speed of the machine. */
export const patience = {
  testTimeout: testMs,
  hookTimeout: testMs,
  expect: { poll: { timeout: stateMs } },
  setupFiles: ['test/support/patient-waiting.ts'],
};
