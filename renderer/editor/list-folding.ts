import { StateField, type EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';
import { tokenise, type Token } from '../../shared/filter/tokens.ts';
import { formatCount } from '../kit/format.ts';

/** Lists longer than this show their first values and how many more there are. */
const longestList = 12;
const shownValues = 2;

class MoreValues extends WidgetType {
  readonly #count: number;

  constructor(count: number) {
    super();
    this.#count = count;
  }

  override eq(other: WidgetType): boolean {
    return other instanceof MoreValues && other.#count === this.#count;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement('span');
    element.className = 't-folded';
    element.textContent = `… ${formatCount(this.#count)} more`;
    element.title = 'The list is applied as a whole. Its chip shows every entry and how often it was seen.';
    return element;
  }
}

interface OpenList {
  readonly about: string;
  readonly values: Token[];
}

/** The stretches of a filter text that long lists hide. */
function foldedStretches(text: string): { from: number; to: number; values: number }[] {
  const found: { from: number; to: number; values: number }[] = [];
  let list: OpenList | undefined;
  for (const token of tokenise(text)) {
    const sign = token.kind === 'bracket' ? text[token.from] : undefined;
    if (sign === '(' && token.about !== undefined) list = { about: token.about, values: [] };
    else if (sign === ')' && list && token.about === list.about) {
      const last = list.values[shownValues - 1];
      if (list.values.length > longestList && last)
        found.push({ from: last.to, to: token.from, values: list.values.length - shownValues });
      list = undefined;
    } else if (token.kind !== 'operator' && token.kind !== 'keyword') list?.values.push(token);
  }
  return found;
}

const fold = (state: EditorState): DecorationSet =>
  Decoration.set(
    foldedStretches(state.doc.toString()).map(({ from, to, values }) =>
      Decoration.replace({ widget: new MoreValues(values) }).range(from, to),
    ),
  );

const folded = StateField.define<DecorationSet>({
  create: fold,
  update: (now, change) => (change.docChanged ? fold(change.state) : now),
  provide: (field) => [
    EditorView.decorations.from(field),
    EditorView.atomicRanges.of((view) => view.state.field(field)),
  ],
});

/** Long lists of values on one line, told by their number; the text itself stays whole. */
export const listFolding: Extension = folded;
