/** The longest tag, in characters. */
export const maxTagLength = 100;
/** The longest comment, in characters. */
export const maxCommentLength = 10_000;
/** The most events one change may note; a narrower filter notes the rest. */
export const maxEventsPerChange = 2_000_000;
/** Event IDs on one line of the text file; a change of more events takes several lines. */
export const idsPerLine = 20_000;
/** The most events a list of identities may name in one call. */
export const maxIdsPerCall = 10_000;
/** The most events one comment may stand at, because its text is shown at each of them. */
export const maxCommentedEvents = 100_000;
