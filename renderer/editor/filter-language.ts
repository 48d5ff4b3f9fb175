import { linter, type Diagnostic } from '@codemirror/lint';
import { StateField, type EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';
import { parseFilter, type Fix } from '../../shared/filter/parse.ts';
import { tokenise, type TokenKind } from '../../shared/filter/tokens.ts';

const classes: Readonly<Record<TokenKind, string>> = {
  field: 't-field',
  operator: 't-operator',
  value: 't-value',
  string: 't-value',
  regex: 't-regex',
  keyword: 't-keyword',
  bracket: 't-operator',
  word: 't-word',
  error: 't-error',
};

const marks = new Map(
  Object.entries(classes).map(([kind, name]) => [kind, Decoration.mark({ class: name })]),
);

function paint(state: EditorState): DecorationSet {
  const ranges = tokenise(state.doc.toString()).flatMap((token) => {
    const mark = marks.get(token.kind);
    return mark && token.to > token.from ? [mark.range(token.from, token.to)] : [];
  });
  return Decoration.set(ranges, true);
}

const highlighting = StateField.define<DecorationSet>({
  create: paint,
  update: (painted, change) => (change.docChanged ? paint(change.state) : painted),
  provide: (field) => EditorView.decorations.from(field),
});

/** Does what a problem's fix says. */
export const applyFix = (view: EditorView, fix: Fix): void =>
  view.dispatch({
    changes: { from: fix.from, to: fix.to, insert: fix.insert },
    selection: { anchor: fix.from + fix.insert.length },
    userEvent: 'input.fix',
  });

function diagnose(view: EditorView): Diagnostic[] {
  return parseFilter(view.state.doc.toString()).problems.map(({ from, to, message, fix }) => ({
    from,
    to,
    severity: 'error',
    message,
    actions: fix ? [{ name: fix.label, apply: (inView) => applyFix(inView, fix) }] : [],
  }));
}

/** Long enough not to underline what is still being typed. */
const patienceMs = 400;

/** Colours and underlined problems of the filter syntax. */
export const filterLanguage = (): Extension => [highlighting, linter(diagnose, { delay: patienceMs })];
