import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { logFile, record } from '../support/records.ts';
import { tempFolder, writeFiles } from '../support/temp.ts';
import { cliPath } from './run-cli.ts';

/** Why a disk of a size cannot be made here; empty where it can. */
function reasonAgainst(): string {
  if (process.platform !== 'linux') return 'disks of a size are made by Linux only';
  try {
    execFileSync('unshare', ['-Urm', 'sh', '-c', 'mount -t tmpfs -o size=64k tmpfs /mnt'], { stdio: 'pipe' });
    return '';
  } catch (error) {
    return `no disk of a size can be mounted: ${error instanceof Error ? error.message.split('\n')[0] : ''}`;
  }
}
const reason = reasonAgainst();

/** Imports onto a disk of so many KiB, asks what is there, tries again without more room, and again with it. */
const script = `
mount -t tmpfs -o size="$1"k tmpfs "$2"
for what in first full; do
  "$4" "$5" import "$3" --workspace "$2/w.trailglass" --quiet >/dev/null; echo "$what $?"
  "$4" "$5" info "$2/w.trailglass" --json | sed 's/^/info /'
done
mount -o remount,size=400m "$2"
"$4" "$5" import "$3" --workspace "$2/w.trailglass" --quiet >/dev/null; echo "roomy $?"
"$4" "$5" info "$2/w.trailglass" --json | sed 's/^/info /'
"$4" "$5" check "$2/w.trailglass" >/dev/null; echo "check $?"
`;

interface Told {
  readonly codes: Readonly<Record<string, string>>;
  /** Events after the first import, after the second, and in the end; undefined where there is no workspace yet. */
  readonly events: readonly (number | undefined)[];
  readonly complaints: string;
}

async function onDiskOf(kibibytes: number, archive: string): Promise<Told> {
  const place = join(tempFolder(), 'disk');
  mkdirSync(place);
  const args = [
    '-Urm',
    'sh',
    '-c',
    script,
    'sh',
    String(kibibytes),
    place,
    archive,
    process.execPath,
    cliPath,
  ];
  const [out, err] = await new Promise<[string, string]>((resolve, reject) => {
    execFile('unshare', args, (error, stdout, stderr) =>
      error && stdout === '' ? reject(new Error(stderr, { cause: error })) : resolve([stdout, stderr]),
    );
  });
  const codes = Object.fromEntries(
    [...out.matchAll(/^(first|full|roomy|check) (\d+)$/gm)].map(([, what = '', code = '']) => [what, code]),
  );
  const events = out
    .split(/^(?:first|full|roomy) \d+$/m)
    .slice(1)
    .map((part) => /"events":(\d+)/.exec(part)?.[1])
    .map((digits) => (digits === undefined ? undefined : Number(digits)));
  return { codes, events, complaints: err };
}

let disks = 0;
let confirmed = 0;
afterAll(() => console.info(`${disks} full disks, ${confirmed} confirmed imports, 0 of them lost`));

test.skipIf(reason !== '')(
  `an import onto a disk of any size loses nothing, says what is so and goes on with more room${reason && ` (skipped: ${reason})`}`,
  async () => {
    const total = 2_000;
    const records = Array.from({ length: total }, (_, n) => record(n, { userAgent: randomUUID() }));
    const archive = writeFiles(join(tempFolder(), 'trail'), {
      'a.json.gz': logFile(records.slice(0, 1_000)),
      'b.json.gz': logFile(records.slice(1_000)),
    });
    const isLong = process.env['TRAILGLASS_LONG'] === '1';
    let isEnough = false;
    for (let size = isLong ? 256 : 8; !isEnough; size = isLong ? size + 256 : size * 6) {
      const told = await onDiskOf(size, archive);
      disks += 1;
      const { codes, events, complaints } = told;
      const what = `${size} KiB: ${JSON.stringify(told)}`;
      isEnough = codes['first'] === '0';
      expect(complaints, what).not.toMatch(/unexpected|\n\s+at /);
      if (isEnough) {
        confirmed += 1;
        expect(events[0], what).toBe(total);
      } else {
        expect(codes['first'], what).toBe('1');
        expect(complaints, what).toMatch(/no space left|disk is full|disk of this workspace is full/i);
      }
      expect(events[1] ?? 0, what).toBeGreaterThanOrEqual(events[0] ?? 0);
      expect(codes, what).toMatchObject({ roomy: '0', check: '0' });
      expect(events[2], what).toBe(total);
    }
  },
  600_000,
);
