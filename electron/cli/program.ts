import { Command, CommanderError, Option } from 'commander';
import { eventExportFormats, type EventExportFormat } from '../../shared/contract/export.ts';
import { fileStatuses, type FileStatus } from '../../shared/contract/evidence.ts';
import { addCoverage, addEntity, addNames, addOverview, addPermissions } from './about-workspace.ts';
import { assignAccount } from './commands/assign-account.ts';
import { tellCheck } from './commands/check.ts';
import { listEvents } from './commands/events.ts';
import { exportRows } from './commands/export.ts';
import { importArchives } from './commands/import.ts';
import { showInfo } from './commands/info.ts';
import { listLedger, listProblems } from './commands/ledger.ts';
import { listNotes } from './commands/notes.ts';
import { maxQueryRows, runQuery } from './commands/query.ts';
import { rebuildWorkspace } from './commands/rebuild.ts';
import { exitCodeHelp, exitCodes, type ExitCode } from './exit-codes.ts';
import {
  csvOption,
  fromOption,
  inOption,
  jsonOption,
  limitOption,
  quietOption,
  sampleOption,
  timeoutOption,
  toOption,
} from './options.ts';
import { runCommand, type Work } from './run.ts';
import type { FormatFlags, Runner } from './runner.ts';
import type { Build } from './session.ts';
import type { Format } from './tables.ts';
import type { TimeFlags } from './time-range.ts';

const formatOf = ({ json, csv }: FormatFlags): Format => (json ? 'json' : csv ? 'csv' : 'table');

/** Runs the command line and answers the exit code. `args` are what follows the program's name. */
export async function runProgram(args: readonly string[], build: Build): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const run = async (flags: FormatFlags, work: Work): Promise<void> => {
    exitCode = await runCommand(build, { isQuiet: flags.quiet ?? false }, work);
  };
  const program = new Command('trailglass')
    .description('Read CloudTrail archives without a network: import them, then ask.')
    .version(build.version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', exitCodeHelp);
  addImport(program, run);
  addInfo(program, run);
  addCoverage(program, run);
  addOverview(program, run);
  addQuery(program, run);
  addEvents(program, run);
  addEntity(program, run);
  addPermissions(program, run);
  addNotes(program, run);
  addNames(program, run);
  addLedger(program, run);
  addAssignAccount(program, run);
  addExport(program, run);
  addCheck(program, run);
  addRebuild(program, run);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  return exitCode;
}

interface ImportFlags extends FormatFlags {
  readonly workspace?: string;
  readonly title?: string;
  readonly filesFrom?: string;
  readonly dryRun?: true;
}

function addImport(program: Command, run: Runner): void {
  program
    .command('import')
    .description('import archives into a workspace, which is made when it is not there')
    .argument('[paths...]', 'folders and files; without any, the workspace’s own sources again')
    .option('--workspace <folder>', 'the workspace; never inside the evidence')
    .option(
      '--files-from <list>',
      'more paths from a file, or - for standard input; one a line, or between NULs',
    )
    .addOption(
      new Option(
        '--dry-run',
        'tell what the archives hold; nothing is written, no workspace is needed',
      ).conflicts(['workspace', 'title']),
    )
    .option('--title <text>', 'title of a new workspace (default: the folder’s name)')
    .option('--json', 'the result as one JSON object')
    .addOption(quietOption())
    .action((paths: string[], flags: ImportFlags) =>
      run(flags, (context) =>
        importArchives(context, {
          paths,
          filesFrom: flags.filesFrom,
          workspace: flags.workspace,
          title: flags.title,
          isDryRun: flags.dryRun ?? false,
          json: flags.json ?? false,
        }),
      ),
    );
}

function addInfo(program: Command, run: Runner): void {
  program
    .command('info')
    .description('what a workspace holds')
    .argument('<workspace>')
    .option('--json', 'as one JSON object')
    .action((workspace: string, flags: FormatFlags) =>
      run(flags, (context) => showInfo(context, { workspace, json: flags.json ?? false })),
    );
}

function addQuery(program: Command, run: Runner): void {
  program
    .command('query')
    .description('run one SELECT, or EXPLAIN of one, over the tables events, event_columns, files …')
    .argument('<workspace>')
    .argument('<sql>')
    .addOption(jsonOption())
    .addOption(csvOption())
    .addOption(
      limitOption('at most this many rows (default: 1,000 as a table, else 1,000,000)', maxQueryRows),
    )
    .addOption(timeoutOption())
    .addOption(sampleOption())
    .addOption(quietOption())
    .action(
      (
        workspace: string,
        sql: string,
        flags: FormatFlags & {
          readonly limit?: number;
          readonly timeout: number;
          readonly sample?: number;
        },
      ) =>
        run(flags, (context) =>
          runQuery(context, {
            workspace,
            sql,
            format: formatOf(flags),
            limit: flags.limit,
            timeoutMs: flags.timeout * 1_000,
            samplePercent: flags.sample,
          }),
        ),
    );
}

interface EventFlags extends FormatFlags, TimeFlags {
  readonly raw?: true;
  readonly filter?: string;
  readonly in?: readonly string[];
  readonly hits?: true;
  readonly columns?: string;
  readonly sort?: string;
  readonly limit?: number;
}

function addEvents(program: Command, run: Runner): void {
  program
    .command('events')
    .description('events that match a filter, in order of time')
    .argument('<workspace>')
    .option(
      '--filter <text>',
      'search text as in the window, such as: eventName:Delete* errorCode:AccessDenied',
    )
    .addOption(inOption())
    .addOption(fromOption())
    .addOption(toOption())
    .addOption(
      new Option('--hits', 'of each entry of the lists how often and when it was seen').conflicts([
        'raw',
        'columns',
        'sort',
        'limit',
      ]),
    )
    .option('--columns <names>', 'fields or paths into the record, with commas between them')
    .option('--sort <fields>', 'field, or field:desc; several with commas', 'eventTime')
    .addOption(limitOption('at most this many events (default: 100 as a table, else all)'))
    .addOption(jsonOption())
    .addOption(csvOption())
    .addOption(
      new Option(
        '--raw',
        'the exact text of each record and a line end; control characters are shown on a screen',
      ).conflicts(['json', 'csv', 'columns']),
    )
    .addOption(quietOption())
    .action((workspace: string, flags: EventFlags) =>
      run(flags, (context) =>
        listEvents(context, {
          workspace,
          filter: flags.filter,
          lists: flags.in ?? [],
          times: flags,
          isHits: flags.hits ?? false,
          columns: flags.columns,
          sort: flags.sort,
          limit: flags.limit,
          format: flags.raw ? 'raw' : formatOf(flags),
        }),
      ),
    );
}

function addNotes(program: Command, run: Runner): void {
  program
    .command('notes')
    .description('noted events in order of time: stars, tags, colours and comments, with author and time')
    .argument('<workspace>')
    .option('--filter <text>', 'search text as in the window, such as: note.tag:lead eventName:Delete*')
    .addOption(limitOption('at most this many events (default: 100 as a table, else all)'))
    .addOption(jsonOption())
    .addOption(csvOption())
    .addOption(new Option('--markdown', 'as a report in Markdown').conflicts(['json', 'csv']))
    .addOption(quietOption())
    .action(
      (
        workspace: string,
        flags: FormatFlags & { readonly filter?: string; readonly limit?: number; readonly markdown?: true },
      ) =>
        run(flags, (context) =>
          listNotes(context, {
            workspace,
            filter: flags.filter,
            limit: flags.limit,
            format: flags.markdown ? 'markdown' : formatOf(flags),
          }),
        ),
    );
}

function addLedger(program: Command, run: Runner): void {
  program
    .command('ledger')
    .description('what became of every file of the evidence, and why')
    .argument('<workspace>')
    .addOption(new Option('--status <status>', 'only files with this status').choices([...fileStatuses]))
    .addOption(
      new Option('--problems', 'what was wrong inside the files, place by place, with a sample').conflicts(
        'status',
      ),
    )
    .addOption(jsonOption())
    .addOption(csvOption())
    .addOption(quietOption())
    .action(
      (workspace: string, flags: FormatFlags & { readonly status?: FileStatus; readonly problems?: true }) =>
        run(flags, (context) => {
          const format = formatOf(flags);
          return flags.problems
            ? listProblems(context, { workspace, format })
            : listLedger(context, { workspace, status: flags.status, format });
        }),
    );
}

function addAssignAccount(program: Command, run: Runner): void {
  program
    .command('assign-account')
    .description(
      'say which account files belong to, for their records that name none; kept through a rebuild',
    )
    .argument('<workspace>')
    .argument('<account>', 'twelve digits, or none to take it back')
    .argument('[paths...]', 'files of the ledger, or folders and archives; without any, all files')
    .addOption(quietOption())
    .action((workspace: string, account: string, paths: string[], flags: FormatFlags) =>
      run(flags, (context) => assignAccount(context, { workspace, account, paths })),
    );
}

interface ExportFlags extends FormatFlags, TimeFlags {
  readonly workspace: string;
  readonly format: EventExportFormat;
  readonly output: string;
  readonly filter?: string;
  readonly in?: readonly string[];
  readonly columns?: string;
  readonly sort?: string;
  readonly sql?: string;
  readonly force?: true;
}

const exportHelp = `
Formats:
  csv            the columns; UTF-8, ISO times, cells a spreadsheet would run get an apostrophe
  jsonl          the exact text of each record, one a line
  records        the exact texts as {"Records":[...]} under gzip, as CloudTrail delivers them
                 (in both, a record that is not valid JSON is mended; how many is said)
  parquet        the columns, typed
  xlsx           the columns; a new sheet after 1,048,576 lines, cells cut after 32,767 characters
  event-history  CSV with the 16 columns of the console's Event history

Beside <file> stands <file>.about.json: the query, counts, the file's SHA-256, the digest of the evidence.
A stopped or failed export leaves no file. Nothing is written into the evidence.
`;

function addExport(program: Command, run: Runner): void {
  program
    .command('export')
    .description('write all events of a filter, or all rows of a statement, to a file')
    .requiredOption('--workspace <folder>', 'the workspace to read')
    .addOption(
      new Option('--format <format>', 'what to write').choices([...eventExportFormats]).makeOptionMandatory(),
    )
    .requiredOption(
      '--output <file>',
      'the file to write, or - for standard output (csv, jsonl, event-history)',
    )
    .option(
      '--filter <text>',
      'search text as in the window, such as: eventName:Delete* errorCode:AccessDenied',
    )
    .addOption(inOption())
    .addOption(fromOption())
    .addOption(toOption())
    .option('--columns <names>', 'fields or paths into the record, with commas between them')
    .option('--sort <fields>', 'field, or field:desc; several with commas (default: eventTime)')
    .addOption(
      new Option(
        '--sql <statement>',
        'the rows of one SELECT instead of events (csv, jsonl, parquet)',
      ).conflicts(['filter', 'in', 'from', 'to', 'columns', 'sort']),
    )
    .option('--force', 'replace a file that is there')
    .addOption(quietOption())
    .addHelpText('after', exportHelp)
    .action((flags: ExportFlags) =>
      run(flags, (context) =>
        exportRows(context, {
          workspace: flags.workspace,
          format: flags.format,
          output: flags.output,
          filter: flags.filter,
          lists: flags.in ?? [],
          times: flags,
          columns: flags.columns,
          sort: flags.sort,
          sql: flags.sql,
          isReplacing: flags.force ?? false,
        }),
      ),
    );
}

function addCheck(program: Command, run: Runner): void {
  program
    .command('check')
    .description('look at all of a workspace, also a damaged one, and say what is wrong; changes nothing')
    .argument('<workspace>')
    .option('--sources', 'also hash the evidence again and compare')
    .option('--json', 'one JSON object a finding: part, state, what, todo')
    .addOption(quietOption())
    .action((workspace: string, flags: FormatFlags & { readonly sources?: true }) =>
      run(flags, (context) =>
        tellCheck(context, {
          workspace,
          withSources: flags.sources ?? false,
          json: flags.json ?? false,
        }),
      ),
    );
}

function addRebuild(program: Command, run: Runner): void {
  program
    .command('rebuild')
    .description(
      'set the database aside and import the sources again; notes and saved work stay, what is missing is named',
    )
    .argument('<workspace>')
    .option('--json', 'the result as one JSON object')
    .addOption(quietOption())
    .action((workspace: string, flags: FormatFlags) =>
      run(flags, (context) => rebuildWorkspace(context, { workspace, json: flags.json ?? false })),
    );
}
