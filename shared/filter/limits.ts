/** Longest filter text that is read, in UTF-16 units: a pasted list is part of it. */
export const maxFilterLength = 1_000_000;

/** Longest single value in a filter, in UTF-16 units. */
export const maxTextLength = 20_000;

/** Deepest nesting of brackets and negations in a filter text. */
export const maxTextDepth = 100;

/** Deepest tree accepted from outside and compiled; any text within `maxTextDepth` gives a shallower one. */
export const maxTreeDepth = 200;

/** Most values in one list and most members of one `and` or `or`. */
export const maxListLength = 10_000;

/** Most nodes and listed values in one tree together. */
export const maxTreeSize = 50_000;
