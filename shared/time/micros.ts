import * as v from 'valibot';

/** Microseconds since 1970 in UTC; exact as a number until the year 2255. */
export const microsSchema = v.pipe(v.number(), v.safeInteger());
