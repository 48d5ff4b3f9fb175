/** A user without rights, for starting Electron with its real sandbox from a process that is root. */
export interface OrdinaryUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** The user, made when missing; or why there is none, in words fit for a skipped test. */
export function ordinaryUser(): Promise<
  { readonly user: OrdinaryUser } | { readonly user: undefined; readonly reason: string }
>;

/**
 * Makes sure Chromium's sandbox can work for this user with the Electron in `dist`.
 *
 * @returns why it cannot; undefined when it can
 */
export function prepareSandbox(user: OrdinaryUser, dist: string): Promise<string | undefined>;

/**
 * Writes a small shell script into `folder` that runs `executable` as the user, and returns its path: playwright's
 * `_electron.launch` takes an `executablePath` but no user id. Give it `chromiumSandbox: true` with this, and see to it
 * that the user may read and write the folders the application is pointed at.
 */
export function launcherAs(user: OrdinaryUser, executable: string, folder: string): string;
