/**
 * A text as it is compared where case is ignored: each character in lower case by itself, as databases do it. JavaScript's own way
 * looks at the neighbours of `Σ` and makes two characters of `İ`.
 */
export const foldCase = (text: string): string =>
  text.replaceAll('Σ', 'σ').replaceAll('İ', 'i').toLowerCase();
