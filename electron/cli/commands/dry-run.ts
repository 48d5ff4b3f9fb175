import { takeInventory, type ArchiveInventory } from '../../engine/ingest/find/inventory.ts';
import { timeText } from '../../../shared/words/time-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { rowWriter } from '../tables.ts';
import { safeJson, visible } from '../visible-text.ts';

const kindColumns = [
  { name: 'kind' },
  { name: 'read' },
  { name: 'files', isNumber: true },
  { name: 'size', isNumber: true },
];

/** Tells what an import would find. Nothing is written and no workspace is needed. */
export async function dryRun(
  { terminal, signal }: Run,
  { sources, json }: { readonly sources: readonly string[]; readonly json: boolean },
): Promise<ExitCode> {
  const inventory = await takeInventory(sources, signal, ({ files, sizeBytes }) =>
    terminal.progress(`Looking · ${count(files)} files · ${(sizeBytes / 1_000_000).toFixed(1)} MB`),
  );
  terminal.endProgress();
  if (json) terminal.result(`${asJson(sources, inventory)}\n`);
  else tell(terminal.result, inventory);
  if (inventory.kinds.some((kind) => kind.isReadable)) return exitCodes.ok;
  terminal.note('Nothing here is a CloudTrail log that can be read.');
  return exitCodes.nothingImported;
}

const count = (value: number): string => value.toLocaleString('en-US');
const time = (micros: number | null): string | null => (micros === null ? null : timeText(micros));

function asJson(sources: readonly string[], inventory: ArchiveInventory): string {
  const { firstDeliveryMicros, lastDeliveryMicros, ...rest } = inventory;
  const firstDelivery = time(firstDeliveryMicros);
  const lastDelivery = time(lastDeliveryMicros);
  return safeJson({ dryRun: true, sources, ...rest, firstDelivery, lastDelivery });
}

function tell(write: (text: string) => void, inventory: ArchiveInventory): void {
  const { firstDeliveryMicros: first, lastDeliveryMicros: last } = inventory;
  const list = (values: ArchiveInventory['accounts']): string =>
    values.map(({ value, files }) => `${value} (${count(files)})`).join(', ') || '–';
  const lines: readonly (readonly [string, string])[] = [
    ['Files', `${count(inventory.files)}, ${(inventory.sizeBytes / 1_000_000).toFixed(1)} MB`],
    ['Accounts', list(inventory.accounts)],
    ['Regions', list(inventory.regions)],
    ['Delivered', first === null || last === null ? '–' : `${timeText(first)} to ${timeText(last)}`],
    ...inventory.problems.map(({ path, reason }) => ['Problem', `${path}: ${reason}`] as const),
  ];
  write(lines.map(([name, text]) => `${name.padEnd(11)}${visible(text)}\n`).join(''));
  const writer = rowWriter('table', kindColumns, write);
  write('\n');
  writer.rows(
    inventory.kinds.map(({ label, isReadable, files, sizeBytes }) => [
      label,
      isReadable ? 'yes' : 'no',
      files,
      sizeBytes,
    ]),
  );
  writer.end();
}
