/**
 * What a package can be started with beside paths: how the window is drawn, and what it opens. Every other switch of
 * Chromium and Node is refused, because it can be used to drive the page (`--remote-debugging-port`), to run other programs
 * (`--renderer-cmd-prefix`), or to weaken what guards it (`--disable-web-security`, `--user-data-dir`).
 */
const allowed: ReadonlySet<string> = new Set([
  'sample',
  'disable-dev-shm-usage',
  'disable-gpu',
  'force-device-scale-factor',
  'force-high-contrast',
  'force-prefers-reduced-motion',
  'force-renderer-accessibility',
  'lang',
  'ozone-platform',
  'ozone-platform-hint',
]);

/** Chromium denies root its sandbox and would not start. */
const allowedForRoot = 'no-sandbox';

/** A process serial number, which older versions of macOS give to every application. */
const serialNumber = /^-psn_\d+_\d+$/;

/**
 * The switches of a command line that a package does not take, as they were written, without their values. Like Chromium
 * it reads one dash as two, on Windows a slash too, and nothing after a lone `--` as a switch.
 *
 * @param words the command line without the program's name
 */
export function refusedSwitches(
  words: readonly string[],
  { platform, isRoot }: { readonly platform: NodeJS.Platform; readonly isRoot: boolean },
): readonly string[] {
  const end = words.indexOf('--');
  const prefix = platform === 'win32' ? /^(?:--?|\/)/ : /^--?/;
  return words.slice(0, end < 0 ? undefined : end).flatMap((word) => {
    if (!prefix.test(word) || word === '-' || (platform === 'darwin' && serialNumber.test(word))) return [];
    const [written = ''] = word.split('=');
    const name = written.replace(prefix, '').toLowerCase();
    const isAllowed = allowed.has(name) || (isRoot && name === allowedForRoot);
    return isAllowed ? [] : [written];
  });
}
