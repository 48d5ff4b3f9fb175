/**
 * A Vitest reporter that writes totals as JSON to the file named by TRAILGLASS_TOTALS. Vitest's own JSON report leaves
 * out the reasons tests give for being skipped, errors outside any test, and files that could not be loaded.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { add, noTotals } from './totals.mjs';

/** @param {unknown} error */
const firstLine = (error) => String(/** @type {Error} */ (error)?.message ?? error).split('\n')[0];

export default class TotalsReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly import('vitest').SerializedError[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    const file = process.env.TRAILGLASS_TOTALS;
    if (!file) return;
    const totals = noTotals();
    const slowest = [];
    for (const module of modules) {
      const place = `[${module.project.name}] ${module.relativeModuleId}`;
      // An error in a file or in its hooks belongs to no test, yet must not pass for a success.
      const broken = [module, ...module.children.allSuites()].flatMap((each) => each.errors());
      totals.failed.push(...broken.map((error) => `${place}: ${firstLine(error)}`));
      for (const test of module.children.allTests()) {
        const name = `${place} > ${test.fullName}`;
        const result = test.result();
        slowest.push({ name, ms: test.diagnostic()?.duration ?? 0 });
        if (result.state === 'passed') totals.passed += 1;
        else if (result.state === 'failed') totals.failed.push(name);
        else if (result.state === 'skipped')
          totals.skipped.push({ name, reason: result.note ?? 'no reason given' });
        else totals.failed.push(`${name}: did not finish`);
      }
    }
    add(totals, { ...noTotals(), slowest });
    totals.failed.push(...unhandled.map((error) => `outside any test: ${firstLine(error)}`));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(totals, undefined, 2));
  }
}
