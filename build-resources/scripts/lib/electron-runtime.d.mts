/** An unpacked Electron. */
export interface ElectronRuntime {
  /** The program to start. */
  readonly executable: string;
  /** The folder that holds it. */
  readonly dist: string;
  /** Such as `45.3.4`; `unknown` when the folder does not say. */
  readonly version: string;
  /** Named by ELECTRON_OVERRIDE_DIST_PATH, fetched by the `electron` package, or the stand-in for development. */
  readonly origin: 'override' | 'installed' | 'fetched';
}

/** The version package.json pins, the one packages for users carry. */
export function pinnedVersion(): string;

/**
 * Finds an Electron to run, and fetches one when none is at hand.
 *
 * @param options.quiet do not say on the terminal which one was found
 * @param options.allowDownload when false, only what is already on this machine counts; default true
 * @throws Error with a sentence for the person at the terminal when there is none
 */
export function findElectron(options?: {
  readonly quiet?: boolean;
  readonly allowDownload?: boolean;
}): Promise<ElectronRuntime>;
