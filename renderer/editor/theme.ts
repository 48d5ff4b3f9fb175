import { EditorView, highlightSpecialChars } from '@codemirror/view';
import type { Extension } from '@codemirror/state';
import { visibleText } from '../kit/format.ts';

const popup = {
  border: '1px solid var(--faint)',
  borderRadius: 'var(--radius)',
  backgroundColor: 'var(--bg-1)',
  color: 'var(--text)',
};

const look = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'transparent', fontSize: 'var(--size-mono)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: 'var(--line-ui)' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-placeholder': { color: 'var(--faint)', fontFamily: 'var(--font-ui)' },
  '.cm-specialChar': { color: 'var(--warn)' },
  '.cm-gutters': { border: '0', backgroundColor: 'transparent', color: 'var(--faint)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--bg-1)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--selection)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent', color: 'var(--error)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--error) 1px',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-active': { backgroundColor: 'var(--bg-2)' },
  '.cm-lintPoint-error:after': { borderBottomColor: 'var(--error)' },
  '.cm-tooltip': { ...popup, fontFamily: 'var(--font-ui)', fontSize: 'var(--size-ui)' },
  '.cm-diagnostic': { padding: '6px 8px', maxWidth: '52ch', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeft: '2px solid var(--error)' },
  '.cm-diagnosticAction': {
    display: 'block',
    margin: '6px 0 0',
    padding: '2px 8px',
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--bg-2)',
    color: 'var(--text)',
    font: 'inherit',
  },
  // Below the frame of a one-line box, not on it.
  '.cm-tooltip.cm-tooltip-autocomplete': { marginTop: '6px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font-ui)',
    maxHeight: '318px',
    minWidth: '320px',
    maxWidth: 'min(640px, 90vw)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    alignItems: 'baseline',
    gap: '12px',
    padding: '4px 8px',
    lineHeight: '18px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--selection)',
    color: 'var(--text)',
    // Seen only where forced colours take the background away.
    outline: '1px solid transparent',
    outlineOffset: '-1px',
  },
  '.cm-completionLabel': {
    overflow: 'hidden',
    fontFamily: 'var(--font-mono)',
    fontSize: 'var(--size-mono)',
    textOverflow: 'ellipsis',
  },
  '.cm-completionMatchedText': { color: 'var(--accent)', textDecoration: 'none', fontWeight: '600' },
  '.cm-completionDetail': {
    flex: '1 0 auto',
    maxWidth: '46ch',
    margin: '0',
    overflow: 'hidden',
    color: 'var(--muted)',
    fontStyle: 'normal',
    textAlign: 'right',
    textOverflow: 'ellipsis',
  },
  '.cm-tooltip.cm-completionInfo': { padding: '6px 8px', maxWidth: '40ch' },
  '.t-field': { color: 'var(--accent)' },
  '.t-value': { color: 'var(--ok)' },
  '.t-regex, .t-number': { color: 'var(--warn)' },
  '.t-operator': { color: 'var(--muted)' },
  '.t-keyword': { color: 'var(--accent)', fontWeight: '600' },
  '.t-comment': { color: 'var(--faint)', fontStyle: 'italic' },
  '.t-error': { color: 'var(--error)' },
  '.t-folded': {
    padding: '0 4px',
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--bg-2)',
    color: 'var(--muted)',
    fontFamily: 'var(--font-ui)',
  },
});

function special(code: number): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'cm-specialChar';
  mark.textContent = visibleText(String.fromCodePoint(code));
  return mark;
}

// Log values are pasted and completed into editors: what visibleText shows elsewhere has to be seen here too.
const specials = highlightSpecialChars({
  specialChars: /(?![\t\n])[\p{Cc}\p{Cf}\u2028\u2029]/gu,
  render: (code) => special(code),
});

const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name=style-nonce]')?.content ?? '';

/** How every editor looks; its style element carries the page's nonce. Call it when a view is made. */
export const editorLook = (): Extension => [EditorView.cspNonce.of(styleNonce()), look, specials];
