import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { timelineContract } from '../../../../shared/contract/timeline.ts';
import type { Local } from '../../ask/local.ts';
import { barsOf, binsOver, viewOf } from './bins.ts';
import { costlyParts } from '../../ask/compile/known-rows.ts';
import { inAllTime, whereOf, type Answered } from '../../ask/question.ts';
import { splitCounts } from './split-counts.ts';

type Call = (typeof timelineContract)['timeline.lanes'];

/** A page of a field's values as strips of activity, in the bars a histogram of the same view has. */
export async function timelineLanes(
  local: Local,
  request: Answered<ParamsOf<Call>>,
): Promise<ResultOf<Call>> {
  const view = await viewOf(local.reader, request.view);
  if (!view) return null;
  const question = inAllTime(request.question);
  const bins = binsOver(view, request);
  const { values, shown, others } = await splitCounts(
    local,
    { where: whereOf(question), span: view, bins },
    {
      field: request.field,
      offset: request.offset,
      limit: request.limit,
      isCostly: costlyParts(question.filter, question.known).length > 0,
      withFailed: true,
      withRefused: false,
    },
  );
  const { fromMicros, toMicros, binMicros } = barsOf(bins);
  return {
    ...{ fromMicros, toMicros, binMicros, values },
    lanes: [...shown],
    others: values > shown.length ? others : null,
  };
}
