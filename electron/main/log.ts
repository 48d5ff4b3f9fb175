// The Node build of electron-log: the Electron build would open a message channel for pages, which we do not want.
import electronLog from 'electron-log/node';

/** The main process's log. */
export interface Log {
  readonly info: (message: string, detail?: unknown) => void;
  readonly warn: (message: string, detail?: unknown) => void;
  readonly error: (message: string, detail?: unknown) => void;
}

const MAX_SIZE_BYTES = 5_000_000;

/** Writes to a file that is set aside as `.old` when it has grown to 5 MB, and to the terminal during development. */
export function openLog(file: string, options: { readonly alsoTerminal: boolean }): Log {
  electronLog.transports.file.resolvePathFn = () => file;
  electronLog.transports.file.maxSize = MAX_SIZE_BYTES;
  electronLog.transports.file.level = 'info';
  electronLog.transports.console.level = options.alsoTerminal ? 'warn' : false;
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, detail?: unknown): void =>
      electronLog[level](...(detail === undefined ? [message] : [message, detail]));
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
