import { deliveryHints } from '../../../../shared/cloudtrail/delivery-path.ts';
import { kinds } from '../record/kinds.ts';
import type { FileEnd } from '../read/read-source.ts';

const logsOf = 'CloudTrail log file';
const digestsOf = 'CloudTrail digest file';

/** What a path's name says the file is, by the grammar of S3 delivery; undefined for every other name. */
function namedAs(path: string): string | undefined {
  const { deliveredMicros, folderKind } = deliveryHints(path.replaceAll('\\', '/'));
  if (deliveredMicros === null) return undefined;
  return folderKind === 'CloudTrail-Digest' ? digestsOf : logsOf;
}

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** What the ledger says the content is, as the end of a sentence. */
function held({ container, reason }: Pick<FileEnd, 'container' | 'reason'>): string {
  if (container === 'empty') return 'nothing';
  if (container === 's3-log') return 'no list of records';
  const { label } = kinds[container];
  const told = reason?.replace(/(?:, not CloudTrail events)?\.$/, '') ?? label;
  if (told.toLowerCase() === label.toLowerCase()) return label;
  return /^[A-Z][a-z]/.test(told) ? lowered(told) : told;
}

/**
 * A file's end as its name wants it: what is named as CloudTrail names the files it delivers and is none of them is refused,
 * for what should stand there is missing. Digests under a digest's name stay what they are.
 */
export function asNamed<End extends FileEnd>(end: End, path: string): End {
  const isEmpty = end.status === 'refused' && end.container === 'empty';
  if (end.status !== 'skipped' && !isEmpty) return end;
  const named = namedAs(path);
  if (named === undefined || (named === digestsOf && end.container === 'digest')) return end;
  return { ...end, status: 'refused', reason: `Named like a ${named}, but it holds ${held(end)}.` };
}
