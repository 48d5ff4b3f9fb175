import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import { recordedCategories, type RecordedCategory } from '../../../../shared/cloudtrail/recorded.ts';
import type {
  coverageContract,
  Recorded,
  RecordedState,
  RecordedStretch,
} from '../../../../shared/contract/coverage.ts';
import type { Local } from '../../ask/local.ts';
import type { Answered } from '../../ask/question.ts';
import { raw } from '../../db/sql.ts';
import { barsOf, binsOver, viewOf } from '../timeline/bins.ts';
import { countAggregated } from './aggregated.ts';
import { touchedBars } from './bars-of-files.ts';
import { countCategories } from './count-categories.ts';
import { countFiles, logSpans, otherSpans, type Delivered } from './files.ts';
import { eventsIn, filesIn } from './places.ts';

type Call = (typeof coverageContract)['coverage.read'];
type Touched = ReadonlySet<number>;

/** What is known of a bar before its events are. */
interface Known {
  readonly counts: readonly number[];
  /** Events that do not say of which kind they are: any of them may be of this one. */
  readonly unstated: readonly number[];
  readonly withFile: Touched;
  readonly withOthers: Touched;
  readonly isUnknowable: boolean;
}

function stateOf(
  bar: number,
  { counts, unstated, withFile, withOthers, isUnknowable }: Known,
): RecordedState {
  if ((counts[bar] ?? 0) > 0) return 'events';
  if ((unstated[bar] ?? 0) > 0) return 'unknown';
  if (withFile.has(bar)) return 'no-event';
  return isUnknowable || withOthers.has(bar) ? 'unknown' : 'no-file';
}

function stretchesOf(known: Known): RecordedStretch[] {
  const stretches: RecordedStretch[] = [];
  known.counts.forEach((_, bar) => {
    const state = stateOf(bar, known);
    const last = stretches.at(-1);
    if (last?.state === state) last.toBar = bar + 1;
    else stretches.push({ state, fromBar: bar, toBar: bar + 1 });
  });
  return stretches;
}

const deliveredAs = (category: RecordedCategory): Delivered =>
  category === 'insights' || category === 'network-activity' ? category : 'calls';

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
const nowhere: Touched = new Set<number>();

/** What was recorded of every kind of events, by bar; see the contract. */
export async function whatWasRecorded(
  local: Local,
  request: Answered<ParamsOf<Call>>,
): Promise<ResultOf<Call>> {
  const { reader } = local;
  const { question } = request;
  const view = await viewOf(reader, request.view);
  if (!view) return null;
  const bins = binsOver(view, request);
  const places = filesIn(question);
  const touched = async (spans: ReturnType<typeof logSpans>): Promise<Touched> =>
    (await touchedBars(reader, spans, bins)).get('') ?? nowhere;
  const ofFiles = (what: Delivered): Promise<Touched> => touched(logSpans(what, places, raw(`''`)));
  const [byCategory, { isUnknowable }, calls, insights, network, withOthers, aggregated] = await Promise.all([
    countCategories(local, eventsIn(question), view, bins),
    countFiles(reader, places),
    ofFiles('calls'),
    ofFiles('insights'),
    ofFiles('network-activity'),
    touched(otherSpans),
    countAggregated(reader, question, view),
  ]);
  const delivered: Readonly<Record<Delivered, Touched>> = { calls, insights, 'network-activity': network };
  const none = new Array<number>(bins.bins).fill(0);
  const unstated = byCategory.get('unstated') ?? none;
  const categories = recordedCategories.map((category): Recorded => {
    const counts = [...(byCategory.get(category) ?? none)];
    const withFile = delivered[deliveredAs(category)];
    const events = sum(counts);
    const isTold = sum(unstated) === 0 && (withFile.size > 0 || calls.size > 0);
    return {
      ...{ category, events, counts },
      stretches: stretchesOf({ counts, unstated, withFile, withOthers, isUnknowable }),
      word: events > 0 ? 'events' : isTold ? 'none-here' : 'cannot-be-told',
    };
  });
  return { ...barsOf(bins), categories, unstated: sum(unstated), aggregated };
}
