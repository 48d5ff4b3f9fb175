import * as v from 'valibot';

/** Something of the screen that a workspace keeps from one opening to the next. */
export interface StoredPart<Kept = unknown> {
  /** Its name in the stored screen, never used for anything else. */
  readonly key: string;
  /** Judges and reads what was stored, which may come from another person. */
  readonly schema: v.GenericSchema<unknown, Kept>;
  /** What is stored, as plain JSON that the schema reads. */
  snapshot(): unknown;
  /** Reads everything that `snapshot` depends on, so that an effect runs again when it changes. */
  track(): unknown;
  /** Takes up what was kept, or begins anew. */
  restore(kept: Kept | null): void;
  /** Loads what the workspace has for it besides, before the workspace is shown. */
  load?(): Promise<void>;
}

/** The version that is written. Parts may be added to it as optional ones. */
const version = 2;

/** The screen as the workspace keeps it. */
export const snapshotOf = (parts: readonly StoredPart[]): Record<string, unknown> => ({
  version,
  ...Object.fromEntries(parts.map((part) => [part.key, part.snapshot()])),
});

/** Reads a stored screen of this version, or undefined: a part that cannot be read refuses the whole. */
export function readParts(
  parts: readonly StoredPart[],
  stored: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  const schemas = Object.fromEntries(parts.map(({ key, schema }) => [key, schema]));
  const read = v.safeParse(v.strictObject({ ...schemas, version: v.literal(version) }), stored);
  return read.success ? read.output : undefined;
}

/** Takes up a screen that was read; without one every part begins anew. In the order of the list. */
export function restoreParts(
  parts: readonly StoredPart[],
  screen: Readonly<Record<string, unknown>> | undefined,
): void {
  for (const part of parts) part.restore(screen?.[part.key] ?? null);
}
