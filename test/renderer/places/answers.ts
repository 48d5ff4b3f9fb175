import type { MatrixAnswer, MatrixCell } from '../../../renderer/features/places/matrix.ts';
import { noon } from '../charts/histograms.ts';

const regionNames = [
  'us-east-1',
  'eu-west-1',
  'us-west-2',
  'eu-central-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'sa-east-1',
  'ca-central-1',
];

const accountName = (index: number): string => String(111_111_111_111 + index * 20_202_020_202);
const regionName = (index: number): string => regionNames[index] ?? `xx-test-${index}`;

function cellOf(accountIndex: number, regionIndex: number, stripBins: number): MatrixCell | undefined {
  const kind = (accountIndex * 7 + regionIndex * 3) % 5;
  if (kind === 4 && regionIndex > 0) return undefined;
  const isSilent = kind === 3 && regionIndex > 0;
  const strip = Array.from({ length: stripBins }, (_, bin) =>
    isSilent ? 0 : Math.max(0, Math.round((40 * Math.sin(bin / 4 + accountIndex) + 30) / (regionIndex + 1))),
  );
  const events = strip.reduce((all, one) => all + one, 0) * (regionIndex === 0 ? 9 : 1);
  return {
    account: accountName(accountIndex),
    region: regionName(regionIndex),
    events,
    failed: isSilent ? 0 : Math.round(events * [0, 0.004, 0.31, 0.08][accountIndex % 4]!),
    globalEvents: regionIndex === 0 ? Math.round(events / 3) : 0,
    files: 12 + regionIndex,
    strip,
  };
}

/** A matrix of this size: the first Region has events everywhere and those of the global services. */
export function matrixAnswer(accounts: number, regions: number, stripBins = 36): MatrixAnswer {
  const cells = Array.from({ length: accounts }, (_, account) =>
    Array.from({ length: regions }, (_, region) => cellOf(account, region, stripBins)),
  )
    .flat()
    .filter((cell) => cell !== undefined);
  const place = (value: string, own: (cell: MatrixCell) => string | null) => {
    const here = cells.filter((cell) => own(cell) === value);
    const sum = (key: 'events' | 'failed') => here.reduce((all, cell) => all + cell[key], 0);
    return { value, events: sum('events'), failed: sum('failed') };
  };
  return {
    fromMicros: noon,
    toMicros: noon + 86_400_000_000,
    accounts: Array.from({ length: accounts }, (_, index) =>
      place(accountName(index), (cell) => cell.account),
    ),
    regions: Array.from({ length: regions }, (_, index) => place(regionName(index), (cell) => cell.region)),
    cells,
  };
}
