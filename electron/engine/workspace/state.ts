import { AppError } from '../../../shared/bridge/errors.ts';
import { readText, replaceText } from '../disk/text-file.ts';
import { serialised } from './files.ts';
import { layoutEntries } from './layout.ts';

/** The most state.json may hold, in bytes of UTF-8: two hundred steps of a search and the texts of the console's tabs. */
const { mostBytes: maxStateBytes } = layoutEntries.state;

/** What the person last had on screen. Losing it costs nothing but a few clicks. */
export interface StateStore {
  /** The last saved state; null when there is none or it cannot be read. */
  load(): Promise<Record<string, unknown> | null>;
  /** Replaces the state. Errors: `bad-params` above 8 MiB, `disk-full`. On a read-only workspace it does nothing. */
  save(state: Readonly<Record<string, unknown>>): Promise<void>;
  /** Waits for the saves that were asked for. */
  settled(): Promise<void>;
}

/** The store over state.json; without a path nothing is remembered. */
export function openState(path: string | null, options: { readonly isReadOnly: boolean }): StateStore {
  const inTurn = serialised();
  return {
    load: async () => (path === null ? null : inTurn(() => load(path))),
    save: async (state) => {
      if (options.isReadOnly || path === null) return;
      const text = `${JSON.stringify(state)}\n`;
      const sizeBytes = Buffer.byteLength(text);
      if (sizeBytes > maxStateBytes) {
        throw new AppError(
          'bad-params',
          `What is on screen takes ${sizeBytes} bytes to remember; the limit is ${maxStateBytes}. It will not be restored next time.`,
        );
      }
      await inTurn(() => replaceText(path, text, { what: 'state.json', mostBytes: maxStateBytes }));
    },
    settled: () => inTurn(() => Promise.resolve()),
  };
}

async function load(path: string): Promise<Record<string, unknown> | null> {
  try {
    const value: unknown = JSON.parse((await readText(path, maxStateBytes)) ?? 'null');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
