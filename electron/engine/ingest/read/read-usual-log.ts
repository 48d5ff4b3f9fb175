import { isUtf8 } from 'node:buffer';
import type { Outcome } from '../record/found.ts';
import { partOfOffsets } from '../record/parts.ts';
import { harmlessBytes } from '../bytes/limits.ts';
import type { Emit } from '../record/record-sink.ts';
import { cutLog } from '../scan/cut-log.ts';
import { isAnyLenient } from './strictness.ts';

/**
 * Reads a log file that is in all as CloudTrail writes it; undefined, with nothing told, for every other content, which has
 * to be read with care. Whether each piece is a record shows when the database parses it: see `cutLog`.
 */
export function readUsualLog(bytes: Buffer, emit: Emit): Outcome | undefined {
  const offsets = cutLog(bytes, harmlessBytes);
  if (!offsets || isAnyLenient(bytes) || !isUtf8(bytes)) return undefined;
  emit(partOfOffsets(bytes, offsets));
  return {
    status: 'accepted',
    container: 's3-log',
    reason: null,
    positionBytes: null,
    records: offsets.length / 2,
    refusedRecords: 0,
    problems: [],
    isQuick: true,
  };
}
