import type { Command } from 'commander';
import { showCoverage } from './commands/coverage.ts';
import { tellEntity } from './commands/entity.ts';
import { tellNames } from './commands/names.ts';
import { showOverview } from './commands/overview.ts';
import { tellPermissions } from './commands/permissions.ts';
import { fromOption, quietOption, toOption } from './options.ts';
import type { FormatFlags, Runner } from './runner.ts';
import type { TimeFlags } from './time-range.ts';

export function addOverview(program: Command, run: Runner): void {
  program
    .command('overview')
    .description('what stands out in a workspace, and what is in it at a glance')
    .argument('<workspace>')
    .option('--json', 'as one JSON object')
    .action((workspace: string, flags: FormatFlags) =>
      run(flags, (context) => showOverview(context, { workspace, json: flags.json ?? false })),
    );
}

export function addCoverage(program: Command, run: Runner): void {
  program
    .command('coverage')
    .description(
      'what is here of each kind of events that a trail can be told to record, and where log files are missing',
    )
    .argument('<workspace>')
    .addOption(fromOption())
    .addOption(toOption())
    .option('--json', 'as one JSON object, with the stretches of time of each kind')
    .action((workspace: string, flags: FormatFlags & TimeFlags) =>
      run(flags, (context) => showCoverage(context, { workspace, times: flags, json: flags.json ?? false })),
    );
}

export function addEntity(program: Command, run: Runner): void {
  program
    .command('entity')
    .description('what is known of one identity, key, address, resource, account or Region')
    .argument('<workspace>')
    .argument('<value>', 'as records have it, or the bare name of a user or role')
    .option('--json', 'all of it as one JSON object')
    .addOption(quietOption())
    .action((workspace: string, value: string, flags: FormatFlags) =>
      run(flags, (context) => tellEntity(context, { workspace, value, json: flags.json ?? false })),
    );
}

export function addPermissions(program: Command, run: Runner): void {
  program
    .command('permissions')
    .description('which IAM actions an identity used on what, and a policy that would allow just this')
    .argument('<workspace>')
    .argument('<principal>', 'as records have it, or the bare name of a user or role')
    .option('--json', 'all of it as one JSON object')
    .addOption(quietOption())
    .action((workspace: string, principal: string, flags: FormatFlags) =>
      run(flags, (context) => tellPermissions(context, { workspace, principal, json: flags.json ?? false })),
    );
}

interface NamesFlags extends FormatFlags {
  readonly add?: readonly string[];
  readonly remove?: string;
}

export function addNames(program: Command, run: Runner): void {
  program
    .command('names')
    .description('names of accounts and users, and ranges of addresses: what was found, what was given')
    .argument('<workspace>')
    .option(
      '--add <files...>',
      'take copies of lists into the workspace: list-accounts, ip-ranges.json, tables',
    )
    .option('--remove <sha256>', 'forget a list that was given, by the beginning of its hash')
    .option('--json', 'as one JSON object')
    .addOption(quietOption())
    .action((workspace: string, flags: NamesFlags) =>
      run(flags, (context) =>
        tellNames(context, {
          workspace,
          add: flags.add ?? [],
          remove: flags.remove,
          json: flags.json ?? false,
        }),
      ),
    );
}
