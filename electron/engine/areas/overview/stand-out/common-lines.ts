import { any } from '../../../../../shared/cloudtrail/conditions.ts';
import { lighter } from '../../../../../shared/cloudtrail/stand-out/severity.ts';
import type { Statement } from '../../../../../shared/contract/statement.ts';
import type { Filter } from '../../../../../shared/filter/filter.ts';
import { groupedBy } from './grouped.ts';
import { spansTogether } from './statement-of.ts';
import { counted, says } from './words.ts';

/** What more callers than these do in one archive is how work is done there. */
const mostApart = 5;
/** So many lines are put into one; a filter has its limits. */
const mostTogether = 100;

const filterOf = ({ evidence }: Statement): Filter | undefined =>
  'filter' in evidence ? evidence.filter : undefined;

function together(lines: readonly Statement[], part: number): Statement | undefined {
  const [first] = lines;
  const filters = lines.flatMap((line) => filterOf(line) ?? []);
  if (!first || filters.length < lines.length) return undefined;
  return {
    ...first,
    id: `${first.rule} ${first.outcome} many ${first.severity} ${part}`,
    severity: lighter(first.severity, 2),
    says: [says(`${counted(lines.length, 'line')} of one kind, the first: `), ...first.says],
    detail: [says('so many do it here that it is how work is done')],
    count: lines.reduce((sum, { count }) => sum + count, 0),
    evidence: { filter: any(...filters) },
    spans: [...spansTogether(lines.flatMap(({ spans }) => spans))],
  };
}

/** Lines of which an archive has many of one rule and gravity, put together and made lighter; critical ones stay as they are. */
export function withCommonTogether(lines: readonly Statement[]): readonly Statement[] {
  const kinds = groupedBy(lines, ({ rule, outcome, severity }) => `${rule} ${outcome} ${severity}`);
  return [...kinds.values()].flatMap((alike) => {
    if (alike.length <= mostApart || alike[0]?.severity === 'C') return alike;
    const parts = Array.from({ length: Math.ceil(alike.length / mostTogether) }, (_, part) =>
      alike.slice(part * mostTogether, (part + 1) * mostTogether),
    );
    return parts.flatMap((own, part) => together(own, part) ?? own);
  });
}
