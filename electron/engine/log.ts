import pino from 'pino';

/** The engine's log: JSON lines, never on a screen. */
export type Logger = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** A logger to a file, or a silent one when no file is named. Lines are written at once, so a crash keeps them. */
export function createLogger(options: { readonly file?: string; readonly level?: pino.Level } = {}): Logger {
  if (!options.file) return pino({ enabled: false });
  return pino(
    { level: options.level ?? 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: options.file, mkdir: true, sync: true, append: true }),
  );
}
