/** The version of the stand-in runtime. */
export const FETCHED_VERSION: string;

/** Where the stand-in runtime is unpacked; it may not exist yet. */
export function fetchedRuntime(): string;

/**
 * Fetches Electron's release zip through the package registry.
 *
 * @param target where the verified zip is put; nothing is put there when anything does not match
 */
export function fetchZip(target: string): Promise<void>;

/** Fetches what is missing, verifies and unpacks it, and returns the folder of the runtime. */
export function fetchRuntime(): Promise<string>;
