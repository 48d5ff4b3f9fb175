import { statSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Engine } from '../../electron/engine/engine.ts';
import type { EngineClient } from '../../shared/contract/index.ts';
import { openEngine } from './engine.ts';
import { compareNesting } from './nesting.ts';
import { comparePlainSql } from './plain-sql.ts';
import { asked, timedQuestions, windowOf } from './questions.ts';
import { printTable, times, type Line } from './table.ts';

/**
 * Times what a person waits for, through the bridge, on the workspace that was just imported; with `only`, the questions whose
 * names hold that text and nothing else.
 */
export async function measureQueries(workspace: string, only?: string): Promise<void> {
  const { engine, call } = openEngine();
  const openedAt = performance.now();
  const info = await engine.openWorkspaceAt({ path: workspace, lock: 'respect' });
  await windowOf(call, asked(''), 0);
  const reopenMs = performance.now() - openedAt;
  const lines: Line[] = [
    ['reopen the workspace, first 200 rows', '', `${reopenMs.toFixed(0)} ms`, ''],
    await derivedTablesMade(engine, workspace),
  ];
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const medians = new Map<string, number>();
  for (const { name, work, remark } of await timedQuestions(call, info.events)) {
    if (only !== undefined && !name.includes(only)) continue;
    const { first, again } = await times(work);
    medians.set(name, again);
    process.stderr.write(`${name}: ${first.toFixed(0)} ms, ${again.toFixed(1)} ms\n`);
    lines.push([name, `${first.toFixed(0)} ms`, `${again.toFixed(1)} ms`, remark ?? '']);
  }
  if (only === undefined) lines.push(...(await searchLines(call)));
  delay.disable();
  lines.push(['longest pause of the engine’s thread', '', `${(delay.max / 1e6).toFixed(0)} ms`, '']);
  printTable(
    `Queries over ${info.events.toLocaleString('en-US')} events, through the bridge`,
    ['what', 'first', 'again', ''],
    lines,
  );
  await engine.close();
  if (only !== undefined) return;
  await comparePlainSql(workspace, medians);
  await compareNesting(workspace);
}

/** The tables made in the background, where some are missing. */
async function derivedTablesMade(engine: Engine, workspace: string): Promise<Line> {
  const database = (): number => statSync(join(workspace, 'events.duckdb')).size;
  const [startedMs, before, bytes] = [performance.now(), process.cpuUsage(), database()];
  await engine.whenCovered();
  const { user, system } = process.cpuUsage(before);
  return [
    'derived tables made in the background',
    `${((performance.now() - startedMs) / 1e3).toFixed(1)} s`,
    '',
    `${((user + system) / 1e6).toFixed(1)} s of processor time, ${((database() - bytes) / 1e6).toFixed(0)} MB`,
  ];
}

/** What searching through all records costs, and ending it. */
async function searchLines(call: EngineClient): Promise<readonly Line[]> {
  const search = await searchMs(call);
  const cancelled = await cancelMs(call);
  return [
    ['a plain word: first hits on screen', '', `${search.firstMs.toFixed(0)} ms`, 'of a frequent word'],
    ['a plain word: all records read', '', `${search.allMs.toFixed(0)} ms`, ''],
    ['cancel of a running search', '', `${cancelled.toFixed(0)} ms`, 'until the next answer'],
  ];
}

/** A search through all records: until the first hits are told, and until the last record is read. */
async function searchMs(call: EngineClient): Promise<{ readonly firstMs: number; readonly allMs: number }> {
  const startedMs = performance.now();
  let firstMs: number | undefined;
  await call(
    'search.scan',
    { question: asked('bucketName') },
    {
      onProgress: ({ first }) => {
        if (first.length > 0) firstMs ??= performance.now() - startedMs;
      },
    },
  );
  const allMs = performance.now() - startedMs;
  return { firstMs: firstMs ?? allMs, allMs };
}

async function cancelMs(call: EngineClient): Promise<number> {
  const stop = new AbortController();
  const question = asked('no such words anywhere');
  const running = call('events.count', { question }, { signal: stop.signal }).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 30));
  const startedMs = performance.now();
  stop.abort();
  await running;
  await call('events.count', { question: asked('eventName=none') });
  return performance.now() - startedMs;
}
