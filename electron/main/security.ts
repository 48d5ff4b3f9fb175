import type { App, CommandLine, Session, WebContents } from 'electron';
import type { Log } from './log.ts';
import { parseAddress } from './page-address.ts';

const harmlessPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);
const ownSchemes: readonly string[] = ['app:', 'data:', 'blob:'];

/** Chromium's own errands that would reach for the network. */
const unwantedFeatures = [
  'AutofillServerCommunication',
  'CertificateTransparencyComponentUpdater',
  'InterestFeedContentSuggestions',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'SafeBrowsing',
  'Translate',
];

/** Shuts Chromium's background services and its name lookups off. Must run before the application is ready. */
export function silenceChromium(commandLine: CommandLine): void {
  const already = commandLine.getSwitchValue('disable-features');
  commandLine.appendSwitch(
    'disable-features',
    [...(already ? [already] : []), ...unwantedFeatures].join(','),
  );
  commandLine.appendSwitch('disable-background-networking');
  commandLine.appendSwitch('disable-component-update');
  commandLine.appendSwitch('disable-domain-reliability');
  commandLine.appendSwitch('disable-breakpad');
  commandLine.appendSwitch('no-pings');
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
}

/** Whether a request may leave the page. */
export function isOwnRequest(address: string, options: { readonly isDevelopment: boolean }): boolean {
  const protocol = parseAddress(address)?.protocol;
  if (protocol === undefined) return false;
  return ownSchemes.includes(protocol) || (options.isDevelopment && protocol === 'devtools:');
}

/** Refuses every permission but writing text to the clipboard, every request to elsewhere, and downloads. */
export function guardSession(session: Session, log: Log, options: { readonly isDevelopment: boolean }): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    const isAllowed = harmlessPermissions.has(permission);
    if (!isAllowed) log.warn('a permission was refused', { permission });
    answer(isAllowed);
  });
  session.setPermissionCheckHandler((_contents, permission) => harmlessPermissions.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const cancel = !isOwnRequest(url, options);
    if (cancel) log.warn('a request was refused', { url: url.slice(0, 200) });
    answer({ cancel });
  });
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
  void session.setProxy({ mode: 'direct' });
}

/** Keeps every page, present and future, where it is: no navigation, no new window, no embedded view. */
export function guardPages(app: App, log: Log): void {
  app.on('web-contents-created', (_event, contents) => guardPage(contents, log));
}

function guardPage(contents: WebContents, log: Log): void {
  const refuse =
    (what: string) =>
    (event: { preventDefault(): void; readonly url?: string }): void => {
      event.preventDefault();
      log.warn(`${what} was refused`, { url: event.url?.slice(0, 200) });
    };
  contents.on('will-navigate', refuse('a navigation'));
  contents.on('will-frame-navigate', refuse('a navigation'));
  contents.on('will-redirect', refuse('a redirect'));
  contents.on('will-attach-webview', refuse('an embedded view'));
  contents.setWindowOpenHandler(({ url }) => {
    log.warn('a new window was refused', { url: url.slice(0, 200) });
    return { action: 'deny' };
  });
}
