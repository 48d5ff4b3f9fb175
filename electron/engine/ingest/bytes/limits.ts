/**
 * Bounds on what evidence may make us do. Every refusal names the limit it met. Time and memory grow with the size of the
 * evidence and not faster: nothing is gone over more often than stands here, whatever is in it.
 */
export const limits = {
  /** Content up to this size is unpacked in one go; larger content is streamed. */
  wholeContentBytes: 32 * 1_048_576,
  /** CloudTrail cuts records at 256 KB, event data stores at 1 MB; far above both. */
  recordBytes: 8 * 1_048_576,
  /** A value that is parsed as a whole because it is in no known list: records may lie anywhere in it. */
  valueBytes: 64 * 1_048_576,
  /** Objects, lists and members of one value: so many take less than 1 GB while they are looked through. */
  valueParts: 4_000_000,
  /** Texts inside texts, packed or escaped, that are opened for records; the deepest real ones (SQS of SNS of EventBridge) have five. */
  wrapperTexts: 8,
  /** Objects and lists inside each other that are looked through for records, in one text. */
  wrapperLevels: 32,
  /** What one value may unpack to, all layers together: this much, or `ratio` times its own text if that is more. */
  wrapperBytes: 1_048_576,
  /** Lines that may be one object are gone over again so often, and small files so much in any case. */
  lineBlockShare: 4,
  lineBlockBytes: 1_048_576,
  /** How often a text may be gone over for objects in it that are not whole. */
  jsonInTextPasses: 16,
  /** A line of text or a row of a table; quotation marks inside a quoted cell count twice. */
  lineBytes: 8 * 1_048_576,
  /** Texts that DuckDB is given at once, besides the one that goes beyond it. */
  chunkBytes: 16 * 1_048_576,
  /** Bytes of a document that may be looked at again while records are saved from broken parts of it. */
  retryBytes: 512 * 1_048_576,
  /** No delivered file unpacks to anything near this: CloudTrail caps files at 50 MB compressed. */
  contentBytes: 16 * 1_073_741_824,
  /** Unpacked to packed size, looked at once `ratioFromBytes` have come out. Real logs stay below 60. */
  ratio: 300,
  ratioFromBytes: 64 * 1_048_576,
  /** All that comes out of one evidence file, every layer and member counted: looked at against `ratio` from here on. */
  totalFromBytes: 1_073_741_824,
  /** Bytes of unpacked records that may wait for the database, per worker. */
  waitingBytes: 48 * 1_048_576,
  /** What the end of a file or member counts among them. */
  waitingEndBytes: 1_024,
  /** Files and members that one commit may end, so that their ledger lines fit in memory. */
  endsPerCommit: 131_072,
  /** Evidence text kept beside records put together from it, after which a commit ends with the next file. */
  exactPerCommitBytes: 128 * 1_048_576,
  /** Archives inside archives. */
  archiveDepth: 4,
  /** Files in one archive. */
  archiveMembers: 2_000_000,
  /** Gzip members in one file: a stream of Firehose has some thousand. */
  gzipMembers: 1_000_000,
  /** Archives that have to be buffered in memory as a whole, because they are packed themselves; all of one evidence file together. */
  bufferedMemberBytes: 512 * 1_048_576,
  /** Characters of a member's name that are kept. */
  memberNameLength: 1_000,
  /** Parquet files; Security Lake's own are 256 MB at most. */
  parquetBytes: 1_073_741_824,
  /** Values of one Parquet column in one row group, and its unpacked size: what has to be buffered at once. */
  parquetGroupRows: 2_000_000,
  parquetGroupBytes: 512 * 1_048_576,
  /** Folders inside folders. */
  folderDepth: 64,
} as const;

/** Values up to this size take little memory, whatever is in them. */
export const harmlessBytes = 1_048_576;
