import { linter, type Diagnostic } from '@codemirror/lint';
import { StateField, type EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';
import { parseFilter, type Fix, type Problem } from '../../shared/filter/parse.ts';
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

/** Problems that only the engine can find, such as a regular expression it refuses. */
export type CheckFilter = (text: string) => Promise<readonly Problem[]>;

async function diagnose(view: EditorView, check: CheckFilter | undefined): Promise<Diagnostic[]> {
  const text = view.state.doc.toString();
  const { problems } = parseFilter(text);
  const more = problems.length === 0 && check ? await check(text).catch(() => []) : [];
  return [...problems, ...more].map(({ from, to, message, fix }) => ({
    from,
    to,
    severity: 'error',
    message,
    actions: fix ? [{ name: fix.label, apply: (inView) => applyFix(inView, fix) }] : [],
  }));
}

/** Does the first fix there is; false when nothing is wrong or no fix is known. */
export function fixFirst(view: EditorView): boolean {
  const fix = parseFilter(view.state.doc.toString()).problems.find((problem) => problem.fix)?.fix;
  if (fix) applyFix(view, fix);
  return fix !== undefined;
}

/** Long enough not to underline what is still being typed. */
const patienceMs = 400;

/** Colours and underlined problems of the filter syntax. */
export const filterLanguage = (check: () => CheckFilter | undefined): Extension => [
  highlighting,
  linter((view) => diagnose(view, check()), { delay: patienceMs }),
];
