import {
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
} from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import { fieldNamed, fieldTyped, type Field, type FieldType } from '../../shared/fields/catalogue.ts';
import { completionsAt, fieldSuggestions } from '../../shared/filter/complete.ts';
import { printScalar } from '../../shared/filter/scalars.ts';
import { cutMiddle, formatCount, visibleText } from '../kit/format.ts';

/** Values of a field for what was typed, most frequent first. */
export type Suggest = (
  field: string,
  typed: string,
  signal: AbortSignal,
) => Promise<readonly { readonly value: string; readonly count: number }[]>;

const longestLabel = 72;

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

function valueOption(field: string, value: string, count: number): Completion {
  return {
    label: value,
    displayLabel: cutMiddle(visibleText(value), longestLabel),
    detail: formatCount(count),
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
  const controller = new AbortController();
  context.addEventListener('abort', () => controller.abort(), { onDocChange: true });
  const found = await suggest(field, typed, controller.signal).catch(() => []);
  const options = found.map(({ value, count }) => valueOption(field, value, count));
  return typed === '' ? [...options, present] : options;
}

/** Completes fields, operators and values at the caret. Failing suggestions complete nothing. */
export const filterCompletion =
  (suggest: () => Suggest): CompletionSource =>
  async (context) => {
    const at = completionsAt(context.state.doc.toString(), context.pos);
    if (at.kind === 'value') {
      const options = await values(context, suggest(), at.field, at.prefix);
      return context.aborted ? null : result(at.from, at.to, options);
    }
    if (at.kind === 'operator')
      return context.explicit ? result(at.from, at.to, operatorOptions(at.field)) : null;
    if (at.prefix === '' && !context.explicit) return null;
    const named = fieldTyped(at.prefix);
    const options = named ? afterName(named.name, operatorOptions(named.name)) : [];
    const more = fieldSuggestions(at.prefix).filter((field) => field !== named);
    return result(at.from, at.to, [...options, ...more.map(fieldOption)]);
  };
