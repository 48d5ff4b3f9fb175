import { stat } from 'node:fs/promises';
import { AppError } from '../../../shared/bridge/errors.ts';
import { readTextIfAny, replaceFile, serialised, systemCode } from './files.ts';

/** The most state.json may hold, in bytes of UTF-8: two hundred steps of a search and the texts of the console's tabs. */
const maxStateBytes = 8_388_608;

/** What the person last had on screen. Losing it costs nothing but a few clicks. */
export interface StateStore {
  /** The last saved state; null when there is none or it cannot be read. */
  load(): Promise<Record<string, unknown> | null>;
  /** Replaces the state. Errors: `bad-params` above 8 MiB, `disk-full`. On a read-only workspace it does nothing. */
  save(state: Readonly<Record<string, unknown>>): Promise<void>;
}

/** The store over state.json. */
export function openState(path: string, options: { readonly isReadOnly: boolean }): StateStore {
  const inTurn = serialised();
  return {
    load: () => inTurn(() => load(path)),
    save: async (state) => {
      if (options.isReadOnly) return;
      const text = `${JSON.stringify(state)}\n`;
      const sizeBytes = Buffer.byteLength(text);
      if (sizeBytes > maxStateBytes) {
        throw new AppError(
          'bad-params',
          `What is on screen takes ${sizeBytes} bytes to remember; the limit is ${maxStateBytes}. It will not be restored next time.`,
        );
      }
      await inTurn(() => replaceFile(path, text, 'state.json'));
    },
  };
}

async function load(path: string): Promise<Record<string, unknown> | null> {
  try {
    if ((await stat(path)).size > maxStateBytes) return null;
    const value: unknown = JSON.parse((await readTextIfAny(path)) ?? 'null');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
