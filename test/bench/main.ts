// Import and queries beside the machine's limits. Ratios travel, seconds do not.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, totalmem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeTrail } from '../../electron/sample/write-trail.ts';
import { importOnce } from './import-run.ts';
import { freshPageMicros } from './machine.ts';
import { measureImport } from './measure-import.ts';
import { measureQueries } from './queries.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    archive: { type: 'string' },
    workspace: { type: 'string' },
    only: { type: 'string' },
    baseline: { type: 'string' },
    alone: { type: 'boolean', default: false },
    import: { type: 'boolean', default: false },
    'skip-import': { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));

async function archiveOf(events: number): Promise<string> {
  const folder = join(root, 'node_modules', '.cache', 'trailglass', `bench-${events}`);
  if (existsSync(join(folder, 'AWSLogs'))) return folder;
  rmSync(folder, { recursive: true, force: true });
  process.stderr.write(`Generating ${events} events …\n`);
  await writeTrail({ events, seed: 7 }, folder);
  return folder;
}

process.stdout.write(
  `Node ${process.version}, ${availableParallelism()} cores, ${(totalmem() / 1e9).toFixed(0)} GB, ${process.platform} ${process.arch}, ${freshPageMicros().toFixed(2)} µs per fresh page\n`,
);
const scratch = mkdtempSync(join(tmpdir(), 'trailglass-bench-'));
const workspace = join(scratch, 'bench.trailglass');
/** A workspace that is there is asked as it is; its derived tables are made where they are missing. */
const sizes = values.workspace === undefined ? values.events.split(',').map(Number) : [];
try {
  for (const events of values.archive === undefined ? sizes : [0]) {
    const archive = values.archive ?? (await archiveOf(events));
    const measure = { archive, workspace, scratch, rounds: Number(values.rounds), isAlone: values.alone };
    if (values['skip-import']) importOnce(fileURLToPath(new URL('.', import.meta.url)), archive, workspace);
    else measureImport({ ...measure, baseline: values.baseline });
  }
  if (!values.import) await measureQueries(values.workspace ?? workspace, values.only);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
