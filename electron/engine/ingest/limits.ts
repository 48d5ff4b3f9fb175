/** Bounds on what evidence may make us do. Every refusal names the limit it met. */
export const limits = {
  /** Content up to this size is unpacked in one go; larger content is streamed. */
  wholeContentBytes: 32 * 1_048_576,
  /** CloudTrail cuts records at 256 KB, event data stores at 1 MB; far above both. */
  recordBytes: 64 * 1_048_576,
  /** No delivered file unpacks to anything near this: CloudTrail caps files at 50 MB compressed. */
  contentBytes: 16 * 1_073_741_824,
  /** Unpacked to packed size, looked at once `ratioFromBytes` have come out. Real logs stay below 60. */
  ratio: 300,
  ratioFromBytes: 64 * 1_048_576,
  /** Bytes of unpacked records that may wait for the database, per worker. */
  waitingBytes: 48 * 1_048_576,
  /** Folders inside folders. */
  folderDepth: 64,
} as const;
