import { AppError } from '../../../shared/bridge/errors.ts';

/** Source: DuckDB 1.5.5's own texts for blocks that are missing, do not fit their checksum or cannot be decoded. */
const damageWords =
  /Corrupt database file|does not match stored checksum|Could not read enough bytes|Failed to deserialize|Serialization Error/;

/**
 * The `workspace-damaged` error behind a statement that met a part of the database file that is not as it was written, or
 * undefined when that was not the cause.
 */
export function asDamage(error: unknown): AppError | undefined {
  if (error instanceof AppError || !(error instanceof Error) || !damageWords.test(error.message))
    return undefined;
  return new AppError(
    'workspace-damaged',
    'A part of the database file is damaged, so this cannot be answered. Your notes and saved work are separate and safe. Close the workspace and rebuild the database from the evidence: trailglass rebuild <workspace>.',
    { cause: error },
  );
}
