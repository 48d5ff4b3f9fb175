import type { Exported } from '../../../../shared/contract/export.ts';
import type { Investigation } from '../../investigation.ts';
import type { EvidenceDigest } from './evidence-digest.ts';

/** What an export is about, and of which workspace. */
export interface ExportRequest {
  readonly investigation: Investigation;
  readonly what: Exported;
  readonly appVersion: string;
}

/** What is known of the answer on the snapshot that is written. */
export interface ExportFacts {
  /** Events that the question matches; null for a statement, whose rows are known only at the end. */
  readonly events: number | null;
  /** Events left out because they have no time and the question asks for a span of it. */
  readonly withoutTime: number;
  readonly eventsInWorkspace: number;
  readonly evidence: EvidenceDigest;
}

/** How an export ended. */
export interface ExportSummary {
  readonly rows: number;
  /** What differs between the file and the data, in sentences. */
  readonly remarks: readonly string[];
}
