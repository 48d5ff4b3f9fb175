import { closeSync, openSync, readSync } from 'node:fs';

interface Folder {
  readonly files: Readonly<Record<string, Entry>>;
}
interface File {
  readonly size: number;
  /** Position after the header, as text; absent for unpacked files. */
  readonly offset?: string;
  readonly unpacked?: boolean;
}
type Entry = Folder | File;

export interface Asar {
  /** Every file's path inside the archive, such as `out/electron/main.js`, those kept unpacked included. */
  readonly paths: readonly string[];
  readonly unpacked: readonly string[];
  read(path: string): string;
}

/** Electron's archive: four 32-bit numbers (the last is the length of a JSON index), the index, then the files. */
export function openAsar(archive: string): Asar {
  const bytes = (position: number, length: number): Buffer => {
    const descriptor = openSync(archive, 'r');
    try {
      const buffer = Buffer.alloc(length);
      readSync(descriptor, buffer, 0, length, position);
      return buffer;
    } finally {
      closeSync(descriptor);
    }
  };
  const head = bytes(0, 16);
  const dataStart = 8 + head.readUInt32LE(4);
  const index = JSON.parse(bytes(16, head.readUInt32LE(12)).toString('utf8')) as Folder;
  const files = new Map<string, File>();
  const walk = (folder: Folder, prefix: string): void => {
    for (const [name, entry] of Object.entries(folder.files)) {
      if ('files' in entry) walk(entry, `${prefix}${name}/`);
      else files.set(prefix + name, entry);
    }
  };
  walk(index, '');
  return {
    paths: [...files.keys()],
    unpacked: [...files].filter(([, file]) => file.unpacked).map(([path]) => path),
    read(path) {
      const file = files.get(path);
      if (file?.offset === undefined) throw new Error(`${path} is not inside ${archive}`);
      return bytes(dataStart + Number(file.offset), file.size).toString('utf8');
    },
  };
}
