import { nameInArn } from '../../../../../shared/cloudtrail/caller.ts';
import type { Sentence, StatementPart } from '../../../../../shared/contract/statement.ts';

const issuerName = 'userIdentity.sessionContext.sessionIssuer.userName';

/** A caller by the short name that records have of it, with the field of that name. */
export function actorPart(principal: string): StatementPart {
  const name = nameInArn(principal) ?? principal;
  if (/:root$/.test(principal)) return { text: 'the root user' };
  if (/^arn:[^:]*:iam::\d*:user\//.test(principal)) return { value: name, field: 'userIdentity.userName' };
  if (/^arn:[^:]*:iam::\d*:role\//.test(principal)) return { value: name, field: issuerName };
  return { value: principal, field: 'principal' };
}

/** The short name of a caller: user, or role without its session. */
export const actorName = (principal: string): string => nameInArn(principal) ?? principal;

/** Words of ours. */
export const says = (text: string): StatementPart => ({ text });

/** A value of the records. */
export const value = (text: string, field: string | null = null): StatementPart => ({ value: text, field });

/** Values with commas and a last “and”; beyond four, how many more. */
export function listed(values: readonly string[], field: string | null = null): Sentence {
  const distinct = [...new Set(values)];
  const shown = distinct.length > 4 ? distinct.slice(0, 3) : distinct;
  const more = distinct.length - shown.length;
  const parts = shown.flatMap((one, at) => {
    const isLast = at === shown.length - 1 && more === 0;
    return [...(at === 0 ? [] : [says(isLast ? ' and ' : ', ')]), value(one, field)];
  });
  return more > 0 ? [...parts, says(` and ${more} more`)] : parts;
}

/** `1 call`, `1,200 calls`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** A length of time in words: `88 s`, `3 min 34 s`, `2 h 5 min`, `3 days`. */
export function lasting(micros: number): string {
  const seconds = Math.round(micros / 1_000_000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200)
    return `${Math.floor(seconds / 60)} min${seconds % 60 === 0 ? '' : ` ${seconds % 60} s`}`;
  if (seconds < 2 * 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} days`;
}

/** Bytes in words. */
export function bytesInWords(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const scaled = bytes / 1000 ** power;
  return `${power === 0 ? scaled : scaled.toFixed(1)} ${units[power] ?? 'bytes'}`;
}
