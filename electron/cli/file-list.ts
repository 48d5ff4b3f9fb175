import { readFile } from 'node:fs/promises';
import { AppError } from '../../shared/bridge/errors.ts';

/**
 * The paths in a list: one a line, or between NULs where there is one (`find -print0`). Empty lines are left out, and a
 * path named twice counts once.
 */
export function pathsIn(text: string): readonly string[] {
  const items = text.includes('\0')
    ? text.split('\0')
    : text.split('\n').map((line) => line.replace(/\r$/, ''));
  return [...new Set(items.filter((item) => item !== ''))];
}

/** Reads a list of paths from a file, or from standard input when its name is `-`. Errors: `file-unreadable`, `bad-params`. */
export async function readFileList(name: string): Promise<readonly string[]> {
  const paths = pathsIn(name === '-' ? await standardInput() : await fileText(name));
  if (paths.length === 0) {
    throw new AppError('bad-params', `The list ${name === '-' ? 'on standard input' : name} names no file.`);
  }
  return paths;
}

/** All of standard input as text. Errors: `bad-params` when it is a keyboard. */
export async function standardInput(): Promise<string> {
  if (process.stdin.isTTY) {
    throw new AppError(
      'bad-params',
      'Standard input is a keyboard here. Pipe a list of paths into the command.',
    );
  }
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

async function fileText(name: string): Promise<string> {
  try {
    return await readFile(name, 'utf8');
  } catch (error) {
    throw new AppError('file-unreadable', `The list ${name} cannot be read. Check its path.`, {
      cause: error,
    });
  }
}
