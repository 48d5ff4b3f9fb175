import {
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
} from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import type { ResultOf } from '../../shared/bridge/contract.ts';
import type { EngineContract } from '../../shared/contract/index.ts';
import { fieldNamed, fieldTyped, type Field, type FieldType } from '../../shared/fields/catalogue.ts';
import { requestKeyOf } from '../../shared/fields/request-keys.ts';
import { completionsAt, fieldSuggestions } from '../../shared/filter/complete.ts';
import { printScalar } from '../../shared/filter/scalars.ts';
import { formatCount, visibleText } from '../kit/format.ts';
import { shortLabel } from '../kit/short-label.ts';

/** Values of a field for what was typed, most frequent first. `isSampled`: there may be more events with them. */
export type Suggest = (
  field: string,
  typed: string,
  signal: AbortSignal,
) => Promise<ResultOf<EngineContract['values.suggest']>>;

/** Paths into the record for what was typed, with about how many events have them. */
export type SuggestPaths = (typed: string, signal: AbortSignal) => Promise<readonly CountedPath[]>;
type CountedPath = ResultOf<EngineContract['search.paths']>['paths'][number];

/** What completion asks for; read anew each time. */
export interface Suggestions {
  readonly values: () => Suggest;
  readonly paths: () => SuggestPaths | undefined;
}

const labelPx = 520;

/** Writes a choice and, where another one follows, asks for it. */
const insert =
  (text: string, goesOn: boolean) =>
  (view: EditorView, _choice: Completion, from: number, to: number): void => {
    view.dispatch({
      changes: { from, to, insert: text },
      selection: { anchor: from + text.length },
      userEvent: 'input.complete',
    });
    if (goesOn) startCompletion(view);
  };

const fieldOption = (field: Field): Completion => ({
  label: field.name,
  detail: field.label,
  info: field.help,
  apply: insert(`${field.name}:`, true),
});

interface Operator {
  readonly sign: string;
  readonly says: string;
  readonly only?: readonly FieldType[];
}

const ordered: readonly FieldType[] = ['time', 'number'];
const operators: readonly Operator[] = [
  { sign: ':', says: 'is, in any case; * and ? are wildcards' },
  { sign: '=', says: 'is exactly' },
  { sign: '!=', says: 'is not exactly' },
  { sign: '>=', says: 'is at least', only: ordered },
  { sign: '>', says: 'is above', only: ordered },
  { sign: '<=', says: 'is at most', only: ordered },
  { sign: '<', says: 'is below', only: ordered },
];

const operatorOptions = (field: string): readonly Completion[] =>
  operators
    .filter(({ only }) => only?.includes(fieldNamed(field)?.type ?? 'number') !== false)
    .map(({ sign, says }) => ({ label: sign, detail: says, apply: insert(sign, true) }));

const afterName = (name: string, options: readonly Completion[]): readonly Completion[] =>
  options.map((option) => ({
    ...option,
    displayLabel: `${name}${option.label}`,
    apply: insert(`${name}${option.label}`, true),
  }));

const isTrueOrFalse: readonly Completion[] = ['true', 'false'].map((word) => ({ label: word }));
const present: Completion = { label: '*', detail: 'any value: the record has the field' };

const pathOption = ({ path, events }: CountedPath): Completion => ({
  label: path,
  displayLabel: shortLabel(visibleText(path), labelPx),
  detail: [requestKeyOf(path)?.label ?? [], `≈ ${formatCount(events)} events`].flat().join(' · '),
  info: requestKeyOf(path)?.help ?? 'A path into the record, seen in a sample of every kind of event',
  apply: insert(`${path}:`, true),
});

function valueOption(field: string, value: string, count: number, isSampled: boolean): Completion {
  return {
    label: value,
    displayLabel: shortLabel(visibleText(value), labelPx),
    detail: `${formatCount(count)}${isSampled ? '+' : ''}`,
    apply: insert(printScalar(field, value), false),
  };
}

const result = (from: number, to: number, options: readonly Completion[]): CompletionResult | null =>
  options.length === 0 ? null : { from, to, options: [...options], filter: false };

async function values(
  context: CompletionContext,
  suggest: Suggest,
  field: string,
  typed: string,
): Promise<readonly Completion[]> {
  if (fieldNamed(field)?.type === 'boolean')
    return isTrueOrFalse.filter((option) => option.label.startsWith(typed.toLowerCase()));
  const found = await suggest(field, typed, signalOf(context)).catch(() => undefined);
  const options = (found?.values ?? []).map(({ value, count }) =>
    valueOption(field, value, count, found?.isSampled ?? false),
  );
  return typed === '' ? [...options, present] : options;
}

function signalOf(context: CompletionContext): AbortSignal {
  const controller = new AbortController();
  context.addEventListener('abort', () => controller.abort(), { onDocChange: true });
  return controller.signal;
}

/** Shorter words begin too many paths to be of help. */
const shortestPath = 3;

async function fieldsAndPaths(
  context: CompletionContext,
  typed: string,
  suggest: SuggestPaths | undefined,
): Promise<readonly Completion[]> {
  const named = fieldTyped(typed);
  const fields = fieldSuggestions(typed).filter((field) => field !== named);
  const asked = suggest && typed.length >= shortestPath ? suggest(typed, signalOf(context)) : undefined;
  const paths = (await asked?.catch(() => [])) ?? [];
  const exact = named?.name ?? paths.find(({ path }) => path === typed)?.path;
  const operators = exact === undefined ? [] : afterName(exact, operatorOptions(exact));
  const others = paths.filter(({ path }) => path !== exact && !fields.some(({ name }) => name === path));
  const byPath = typed.includes('.') && others[0]?.path.toLowerCase().startsWith(typed.toLowerCase());
  const pathOptions = others.map(pathOption);
  const fieldOptions = fields.map(fieldOption);
  return [...operators, ...(byPath ? [...pathOptions, ...fieldOptions] : [...fieldOptions, ...pathOptions])];
}

/** Completes fields, paths, operators and values at the caret. Failing suggestions complete nothing. */
export const filterCompletion =
  (suggestions: Suggestions): CompletionSource =>
  async (context) => {
    const at = completionsAt(context.state.doc.toString(), context.pos);
    if (at.kind === 'value') {
      const options = await values(context, suggestions.values(), at.field, at.prefix);
      return context.aborted ? null : result(at.from, at.to, options);
    }
    if (at.kind === 'operator')
      return context.explicit ? result(at.from, at.to, operatorOptions(at.field)) : null;
    if (at.prefix === '' && !context.explicit) return null;
    const options = await fieldsAndPaths(context, at.prefix, suggestions.paths());
    return context.aborted ? null : result(at.from, at.to, options);
  };
