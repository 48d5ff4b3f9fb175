import { readFile } from 'node:fs/promises';
import { AppError } from '../../shared/bridge/errors.ts';
import { entryCount, usualLists, type FieldList } from '../../shared/filter/list-filter.ts';
import { readList } from '../../shared/filter/pasted-list.ts';
import { standardInput } from './file-list.ts';

/** What `--in` names: a file with a list, and the field to look in; without one each entry goes where its kind stands. */
export interface InOption {
  readonly field: string | undefined;
  readonly file: string;
}

/** Takes `field=@file` or `@file` apart. Errors: `bad-params`. */
export function readInOption(text: string): InOption {
  const match = /^(?:([^=@]+)=)?@(.+)$/.exec(text);
  const [, field, file] = match ?? [];
  if (file === undefined) {
    throw new AppError(
      'bad-params',
      `“${text}” names no list. Write --in sourceIPAddress=@addresses.txt, or --in @indicators.txt to put addresses, ARNs, keys and IDs where they belong; - instead of a file is standard input.`,
    );
  }
  return { field: field?.trim(), file };
}

/** Reads a list of things to look for. Errors: `file-unreadable`, `bad-params` when it holds nothing that can be looked for. */
export async function readInList(
  { field, file }: InOption,
  fieldOf: (typed: string) => string,
): Promise<readonly FieldList[]> {
  const text = file === '-' ? await standardInput() : await listText(file);
  const { entries } = readList(text);
  const lists =
    field === undefined
      ? usualLists(entries)
      : [{ fields: [fieldOf(field)], entries: entries.map(({ value }) => value) }];
  if (entryCount(lists) > 0) return lists;
  throw new AppError(
    'bad-params',
    `The list ${file} holds no IP address, ARN, access key, account ID or event ID. Say which field to look in: --in field=@${file}`,
  );
}

async function listText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError('file-unreadable', `The list ${file} cannot be read. Check its path.`, {
      cause: error,
    });
  }
}
