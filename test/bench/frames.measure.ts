// How smoothly the page draws while a person scrolls and brushes a large archive: `npm run bench -- --frames`.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { writeTrail } from '../../electron/sample/write-trail.ts';
import { handOverAll } from '../e2e/support/archive.ts';
import { eventGrid, importFolder, openWorkspace, rowCount, sizeWindow } from '../e2e/support/desk.ts';
import { keptUserData, launch } from '../e2e/support/launch.ts';
import { printTable, type Line } from './table.ts';
import { traced, type TracedFrames } from './trace.ts';

const events = Number(process.env['TRAILGLASS_FRAMES_EVENTS'] ?? 1_000_000);
/** Opened instead of an archive that is made and imported. */
const workspace = process.env['TRAILGLASS_FRAMES_WORKSPACE'];

const ms = (value: number): string => `${value.toFixed(1)} ms`;

function line(name: string, { workMs, drawnMs }: TracedFrames): Line {
  const sorted = workMs.toSorted((one, other) => one - other);
  return [
    name,
    ms(sorted[Math.floor(sorted.length * 0.99)] ?? 0),
    ms(sorted.at(-1) ?? 0),
    `${drawnMs.length.toLocaleString('en-US')}, at most ${ms(Math.max(0, ...drawnMs))} apart`,
  ];
}

test('frames while scrolling and brushing', async () => {
  const folder = await keptUserData();
  const trailglass = await launch();
  const { page } = trailglass;
  try {
    await sizeWindow(trailglass, 1440, 900);
    if (workspace === undefined) {
      const logs = join(folder, 'logs');
      await writeTrail({ events, seed: 7 }, logs);
      await handOverAll(folder);
      await importFolder(trailglass, logs);
    } else {
      await handOverAll(workspace);
      await openWorkspace(trailglass, workspace);
    }
    const grid = await eventGrid(page).boundingBox();
    const chart = await page.locator('[data-gesture]').first().boundingBox();
    if (!grid || !chart) throw new Error('Explore is not on the screen.');
    await page.mouse.move(grid.x + 200, grid.y + 200);
    const wheel = await traced(trailglass.app, async () => {
      for (let turn = 0; turn < 120; turn += 1) {
        await page.mouse.wheel(0, 400);
        await page.waitForTimeout(16);
      }
    });
    const jumps = await traced(trailglass.app, async () => {
      for (const key of ['End', 'Home', 'PageDown', 'PageDown', 'End', 'Home']) {
        await eventGrid(page).press(`Control+${key}`);
        await page.waitForTimeout(250);
      }
    });
    const brush = await traced(trailglass.app, async () => {
      const y = chart.y + chart.height / 2;
      await page.mouse.move(chart.x + 60, y);
      await page.mouse.down();
      for (let step = 1; step <= 120; step += 1) {
        await page.mouse.move(chart.x + 60 + (step / 120) * (chart.width - 120), y);
        await page.waitForTimeout(16);
      }
      await page.mouse.up();
      await page.waitForTimeout(1_000);
    });
    printTable(
      `Script, style and layout before each frame over ${(await rowCount(page)).toLocaleString('en-US')} events, drawn without a graphics card`,
      ['while', '99 of 100 frames within', 'longest', 'frames drawn'],
      [
        line('scrolling by wheel', wheel),
        line('jumping to ends', jumps),
        line('brushing the timeline', brush),
      ],
    );
  } finally {
    await trailglass.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 1_800_000);
