// One import in a process of its own: `import-once <archive> <workspace>`; prints what it took as JSON.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { wholeScope } from '../../shared/contract/common.ts';
import { everything } from '../../shared/filter/filter.ts';
import { openEngine } from './engine.ts';

const [archive = '', workspace = ''] = process.argv.slice(2);
const startedMs = performance.now();
const { engine, call, finish } = openEngine();
await engine.createWorkspaceAt({ workspacePath: workspace, sourcePaths: [archive] });
let firstRowsMs: number | undefined;
const job = await finish((info) => {
  if (info && info.events > 0) firstRowsMs ??= performance.now() - startedMs;
});
const wallMs = performance.now() - startedMs;
const { total } = await call('events.count', { question: { scope: wholeScope, filter: everything } });
await engine.close();
process.stdout.write(
  JSON.stringify({
    state: job.state,
    events: total,
    wallMs,
    firstRowsMs,
    cpuMs: (process.resourceUsage().userCPUTime + process.resourceUsage().systemCPUTime) / 1_000,
    peakRssMb: process.resourceUsage().maxRSS / 1_024,
    databaseBytes: statSync(join(workspace, 'events.duckdb')).size,
  }),
);
