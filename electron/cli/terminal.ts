import { visible } from './visible-text.ts';

/** The streams of a run: results on one, everything else on the other. */
export interface Terminal {
  readonly isResultScreen: boolean;
  /** Result text, as it is. */
  result(text: string): void;
  /** Result text or bytes, as they are; ends when the next may come. */
  resultInTurn(piece: string | Uint8Array): Promise<void>;
  /** A remark or an error, on a line of its own, with control characters shown. */
  note(text: string): void;
  /** Where the work stands: one line that rewrites itself on a screen, now and then a line elsewhere. */
  progress(text: string): void;
  /** Takes the progress line away. */
  endProgress(): void;
}

const everyMs = { screen: 100, file: 5_000 };

/** The process's own streams. `isQuiet` leaves out progress and remarks, never errors. */
export function processTerminal(options: { readonly isQuiet: boolean }): Terminal {
  const screen = process.stderr.isTTY;
  let lastMs = -Infinity;
  let isLineOpen = false;
  const clear = (): void => {
    if (isLineOpen) process.stderr.write('\r\u001b[2K');
    isLineOpen = false;
  };
  return {
    isResultScreen: process.stdout.isTTY,
    result: (text) => void process.stdout.write(text),
    resultInTurn: (piece) =>
      new Promise((written, failed) => {
        process.stdout.write(piece, (error) => (error ? failed(error) : written()));
      }),
    note: (text) => {
      clear();
      process.stderr.write(`${text.split('\n').map(visible).join('\n')}\n`);
    },
    progress: (text) => {
      const now = performance.now();
      if (options.isQuiet || now - lastMs < (screen ? everyMs.screen : everyMs.file)) return;
      lastMs = now;
      if (!screen) {
        process.stderr.write(`${visible(text)}\n`);
        return;
      }
      const width = Math.max(20, process.stderr.columns) - 1;
      process.stderr.write(`\r\u001b[2K${visible(text).slice(0, width)}`);
      isLineOpen = true;
    },
    endProgress: clear,
  };
}
