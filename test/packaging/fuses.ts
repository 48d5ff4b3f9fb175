import { readFileSync } from 'node:fs';

/** Electron's documented order of its fuses, version 1. */
const NAMES = [
  'runAsNode',
  'cookieEncryption',
  'nodeOptions',
  'nodeCliInspect',
  'asarIntegrity',
  'onlyLoadAppFromAsar',
  'browserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const;

/** The marker in Electron's executable in front of the fuses: one byte version, one byte count, then `0` or `1` each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** What is really burnt into an Electron executable, read from its bytes. */
export function readFuses(executable: string): Partial<Record<(typeof NAMES)[number], boolean>> {
  const bytes = readFileSync(executable);
  const at = bytes.indexOf(SENTINEL);
  if (at < 0) throw new Error(`${executable} holds no fuses`);
  const start = at + SENTINEL.length;
  if (bytes[start] !== 1) throw new Error(`unknown version of the fuses: ${String(bytes[start])}`);
  const count = bytes[start + 1] ?? 0;
  return Object.fromEntries(
    NAMES.slice(0, count).map((name, index) => [name, bytes[start + 2 + index] === '1'.charCodeAt(0)]),
  );
}
