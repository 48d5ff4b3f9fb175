// The same files read by what people reach for otherwise. Each answers its milliseconds, or undefined where it is not installed.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

function timed(command: string, args: readonly string[]): number | undefined {
  const startedMs = performance.now();
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'ignore'] });
  return error || status !== 0 ? undefined : performance.now() - startedMs;
}

const inShell = (line: string): number | undefined => timed('bash', ['-c', line]);

/** Ten columns, no raw text, no ledger, nothing merged: what a quick script does. */
const pythonSqlite = `
import glob, gzip, json, sqlite3, sys
db = sqlite3.connect(sys.argv[2])
db.execute('PRAGMA synchronous = OFF')
db.execute('CREATE TABLE events (time, name, source, region, ip, arn, account, error, agent, id)')
for path in glob.iglob(sys.argv[1] + '/**/*.gz', recursive=True):
    with gzip.open(path) as file:
        records = json.load(file)['Records']
    db.executemany('INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?)', (
        (r.get('eventTime'), r.get('eventName'), r.get('eventSource'), r.get('awsRegion'), r.get('sourceIPAddress'),
         r.get('userIdentity', {}).get('arn'), r.get('recipientAccountId'), r.get('errorCode'), r.get('userAgent'),
         r.get('eventID')) for r in records))
db.commit()
`;

/** Other ways to get through an archive, by what they are. */
export function contestantsFor(archive: string, scratch: string): Record<string, () => number | undefined> {
  const listed = `find '${archive}' -name '*.gz' -print0`;
  const database = join(scratch, 'python.sqlite');
  return {
    'two parallel zcat': () => inShell(`${listed} | xargs -0 -P2 -n 200 zcat > /dev/null`),
    'gunzip + JSON.parse, two threads, nothing stored': () =>
      timed(process.execPath, [fileURLToPath(new URL('./parse-only.js', import.meta.url)), archive]),
    'jq, one filter of five fields, two processes': () =>
      inShell(
        `${listed} | xargs -0 -P2 -n 200 sh -c 'zcat "$@" | jq -c ".Records[] | [.eventTime,.eventName,.awsRegion,.sourceIPAddress,.userIdentity.arn]" > /dev/null' _`,
      ),
    'zgrep for one word, two processes': () =>
      inShell(`${listed} | xargs -0 -P2 -n 200 zgrep -l ConsoleLogin > /dev/null || true`),
    'Python into SQLite, ten columns, no raw text': () => {
      rmSync(database, { force: true });
      return timed('python3', ['-c', pythonSqlite, archive, database]);
    },
  };
}
