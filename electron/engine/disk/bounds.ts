/** One MiB in bytes. */
export const mebibyte = 1_048_576;

/** A size for a sentence. */
export const megabytes = (bytes: number): string =>
  `${(bytes / mebibyte).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`;
