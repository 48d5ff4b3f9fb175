import { accountOfKey } from '../../../../../shared/cloudtrail/stand-out/key-account.ts';
import { isAmong } from '../../../../../shared/cloudtrail/conditions.ts';
import { toolOf, type Tool } from '../../../../../shared/cloudtrail/stand-out/tools.ts';
import { actorPart, counted, listed, says } from './words.ts';
import type { Statement } from '../../../../../shared/contract/statement.ts';
import type { Use } from './key-uses.ts';
import { statementOf } from './statement-of.ts';

const second = 1_000_000;
const spanOf = (uses: readonly Use[]): { fromMicros: number; toMicros: number } => ({
  fromMicros: Math.min(...uses.map(({ first }) => first)),
  toMicros: Math.max(...uses.map(({ last }) => last)) + second,
});
const total = (uses: readonly Use[]): number => uses.reduce((sum, { events }) => sum + events, 0);

/** Fewer keys may be invented ones, whose letters mean nothing. */
const fewestKeys = 3;
const mostListed = 1_000;

/** Keys that by their own letters belong to another account than records say: names were changed, or records are no records. */
function decodedLine(uses: readonly Use[]): Statement | undefined {
  const decoded = uses.flatMap((use) => {
    const account = accountOfKey(use.key);
    return account === undefined || use.account === null ? [] : [{ use, account }];
  });
  const others = decoded.filter(({ use, account }) => account !== use.account);
  const accounts = new Set(others.map(({ account }) => account));
  const keys = [...new Set(others.map(({ use }) => use.key))];
  const all = new Set(decoded.map(({ use }) => use.key));
  if (keys.length < fewestKeys || accounts.size !== 1 || keys.length < all.size / 2) return undefined;
  const own = others.map(({ use }) => use);
  return statementOf({
    rule: 'decoded-account-differs',
    about: [...accounts],
    severity: 'L',
    subject: 'Evidence',
    says: [
      says(`${counted(keys.length, 'access key')} by their letters belong to account `),
      ...listed([...accounts]),
      says(', where records say '),
      ...listed(
        own.flatMap(({ account }) => account ?? []),
        'userIdentity.accountId',
      ),
    ],
    detail: [
      says(
        'account IDs in these records may have been replaced; AWS does not document how keys encode accounts',
      ),
    ],
    grade: 'inferred',
    otherExplanation: 'AWS may have changed how keys are made.',
    count: total(own.filter(({ key }) => keys.slice(0, mostListed).includes(key))),
    filter: isAmong('userIdentity.accessKeyId', keys.slice(0, mostListed)),
    spans: [spanOf(own)],
    notKnown: ['The account of a key: `sts get-access-key-info` would tell.'],
  });
}

/** Uses by the tool that their client names. */
export function usesByTool(uses: readonly Use[]): ReadonlyMap<Tool, readonly Use[]> {
  const found = new Map<Tool, Use[]>();
  for (const use of uses) {
    const tool = toolOf(use.agent);
    if (!tool) continue;
    const own = found.get(tool);
    if (own) own.push(use);
    else found.set(tool, [use]);
  }
  return found;
}

const subjectOf = {
  exercise: 'First seen',
  attack: 'Discovery',
  system: 'Discovery',
  audit: 'First seen',
} as const;

function toolLine([tool, uses]: readonly [Tool, readonly Use[]]): Statement {
  const agents = [...new Set(uses.map(({ agent }) => agent))];
  const callers = [...new Set(uses.map(({ principal }) => principal))];
  const [caller = ''] = callers;
  return statementOf({
    rule: 'tool-by-name',
    about: [tool.name],
    severity: tool.kind === 'attack' || tool.kind === 'system' ? 'M' : 'L',
    subject: subjectOf[tool.kind],
    says: [
      says(`${counted(agents.length, 'client')} named themselves ${tool.name}: `),
      actorPart(caller),
      ...(callers.length > 1 ? [says(` and ${callers.length - 1} more`)] : []),
    ],
    detail: [says('a client can name itself as it likes')],
    theirs: tool.kind === 'system' ? [`PenTest:IAMUser/${tool.name.replace(' ', '')}`] : [],
    count: total(uses),
    filter: {
      kind: 'field',
      field: 'userAgent',
      test: { op: 'regex', pattern: `(?i)${tool.pattern}`, caseSensitive: true },
    },
    spans: [spanOf(uses)],
  });
}

/** Lines about the archive as a whole: whose keys are in it, and which clients named themselves. */
export const archiveLines = (uses: readonly Use[], busiest: readonly Use[]): readonly Statement[] =>
  [decodedLine(busiest), ...[...usesByTool(uses)].map(toolLine)].filter((line) => line !== undefined);
