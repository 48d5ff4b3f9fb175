import { readFilter } from './parse.ts';
import type { Token } from './reading.ts';

export type { Token, TokenKind } from './reading.ts';

/** The stretches of a filter text in order, for highlighting; space lies between them. Offsets are UTF-16. */
export const tokenise = (text: string): readonly Token[] => readFilter(text).tokens;
