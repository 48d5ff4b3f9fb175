// What a JavaScript program can claim at best: gunzip and JSON.parse of every file on two threads, nothing stored.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const parse = (files: readonly string[]): number =>
  files.reduce((sum, file) => {
    const bytes = readFileSync(file);
    const chunkSize = Math.max(1_024, bytes.readUInt32LE(bytes.length - 4) + 1);
    const { Records } = JSON.parse(gunzipSync(bytes, { chunkSize }).toString()) as { Records: unknown[] };
    return sum + Records.length;
  }, 0);

if (isMainThread) {
  const archive = process.argv[2] ?? '';
  const files = readdirSync(archive, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.gz'))
    .map((name) => join(archive, name));
  const halves = [files.filter((_, n) => n % 2 === 0), files.filter((_, n) => n % 2 === 1)];
  await Promise.all(
    halves.map(
      (half) =>
        new Promise((resolve) => {
          new Worker(fileURLToPath(import.meta.url), { workerData: half }).on('exit', resolve);
        }),
    ),
  );
} else {
  parse(workerData as string[]);
}
