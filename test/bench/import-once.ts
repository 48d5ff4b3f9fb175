// One import in a process of its own: `import-once <archive> <workspace>`; prints what it took as JSON.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { wholeScope } from '../../shared/contract/common.ts';
import { everything } from '../../shared/filter/filter.ts';
import { openEngine } from './engine.ts';

/** Bytes that this process has given to the system to write; undefined where the system does not say. */
function writtenBytes(): number | undefined {
  try {
    return Number(/^wchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'latin1'))?.[1]);
  } catch {
    return undefined;
  }
}

const [archive = '', workspace = ''] = process.argv.slice(2);
const writtenBefore = writtenBytes() ?? 0;
const startedMs = performance.now();
const { engine, call, finish } = openEngine();
await engine.createWorkspaceAt({ workspacePath: workspace, sourcePaths: [archive] });
let firstRowsMs: number | undefined;
const job = await finish((info) => {
  if (info && info.events > 0) firstRowsMs ??= performance.now() - startedMs;
});
const importMs = performance.now() - startedMs;
const { total } = await call('events.count', { question: { scope: wholeScope, filter: everything } });
const closingMs = performance.now();
await engine.close();
const endedMs = performance.now();
const used = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    state: job.state,
    events: total,
    wallMs: endedMs - startedMs,
    importMs,
    closeMs: endedMs - closingMs,
    firstRowsMs,
    cpuMs: (used.userCPUTime + used.systemCPUTime) / 1_000,
    freshPages: used.minorPageFault,
    writtenBytes: (writtenBytes() ?? Number.NaN) - writtenBefore,
    peakRssMb: used.maxRSS / 1_024,
    databaseBytes: statSync(join(workspace, 'events.duckdb')).size,
  }),
);
