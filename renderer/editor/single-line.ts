import { EditorState } from '@codemirror/state';

/** Keeps a document on one line: breaks that are typed, pasted or dropped become single spaces. */
export const singleLine = EditorState.transactionFilter.of((change) => {
  if (!change.docChanged || change.newDoc.lines === 1) return change;
  const changes: { from: number; to: number; insert: string }[] = [];
  for (const match of change.newDoc.toString().matchAll(/\s*\n\s*/g)) {
    const isAtEnd = match.index + match[0].length === change.newDoc.length;
    changes.push({
      from: match.index,
      to: match.index + match[0].length,
      insert: match.index === 0 || isAtEnd ? '' : ' ',
    });
  }
  return [change, { changes, sequential: true }];
});
