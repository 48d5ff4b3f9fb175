/** Several programs that judge the project, on two cores: lanes run side by side, the programs of a lane in turn. */
import { inProject } from './paths.mjs';
import { run } from './run.mjs';

/** @typedef {string[]} Program path of its script below node_modules, then its arguments */

/** @param {Program[]} lane @returns {Promise<boolean>} whether all of them passed; what others had to say is shown */
async function inTurn(lane) {
  let passed = true;
  for (const [script, ...args] of lane) {
    const { code, output } = await run(process.execPath, [inProject('node_modules', script), ...args], {
      capture: true,
    });
    if (code === 0) continue;
    passed = false;
    console.log(output.trimEnd());
  }
  return passed;
}

/** @param {Program[][]} lanes */
export async function inLanes(...lanes) {
  const passed = await Promise.all(lanes.map(inTurn));
  return !passed.includes(false);
}
