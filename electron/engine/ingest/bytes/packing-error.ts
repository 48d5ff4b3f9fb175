/** Packed data is damaged, cannot be read to its end, or is not to be trusted; `message` is for people. */
export class PackingError extends Error {}

/** Words for whatever stopped the unpacking. */
export function packingError(error: unknown): PackingError {
  if (error instanceof PackingError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new PackingError(`It cannot be unpacked (${code ?? message.slice(0, 120)}).`, { cause: error });
}
