import { EditorView } from '@codemirror/view';
import { completionsAt } from '../../shared/filter/complete.ts';
import { looksLikeList, readList } from '../../shared/filter/pasted-list.ts';
import { printScalar } from '../../shared/filter/scalars.ts';

const plain = (value: string): string => value.replace(/\/128$/, '');

/** What to write for a list that is pasted where a value of a field stands. */
function asValues(text: string, caret: number, list: readonly string[]): string | undefined {
  const at = completionsAt(text, caret);
  if (at.kind !== 'value') return undefined;
  const values = list.map((value) => printScalar(at.field, plain(value))).join(', ');
  return /[(,]\s*$/.test(text.slice(0, at.from)) || list.length === 1 ? values : `(${values})`;
}

/**
 * Lists that are pasted: into the value of a field they become its values; elsewhere `onlist` gets them. A single entry
 * made unclickable (`1[.]2[.]3[.]4`) is written as it is meant. All other text is pasted as it is.
 */
export const pasteList = (onlist: () => ((text: string) => void) | undefined) =>
  EditorView.domEventHandlers({
    paste(event, view) {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const { from, to } = view.state.selection.main;
      const isList = looksLikeList(text);
      const { entries } = readList(text);
      const [only] = entries;
      const isSingle =
        only !== undefined &&
        entries.length === 1 &&
        only.kind !== 'other' &&
        only.written !== plain(only.value);
      if (!isList && !isSingle) return false;
      const list = entries.map(({ value }) => value);
      const take = onlist();
      const insert =
        asValues(view.state.doc.toString(), from, list) ?? (isSingle ? plain(only.value) : undefined);
      if (insert === undefined && !take) return false;
      event.preventDefault();
      if (insert === undefined) take?.(text);
      else
        view.dispatch({
          changes: { from, to, insert },
          selection: { anchor: from + insert.length },
          userEvent: 'input.paste',
        });
      return true;
    },
  });
