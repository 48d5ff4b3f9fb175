/** The rights that people's own settings give a new file, as the process found them. */
let usualMode: number | undefined;

/**
 * From here on every file that this process makes is for its owner alone, those of DuckDB too, which knows no rights. Files
 * that people ask for get `usualFileMode`.
 */
export function keepFilesPrivate(): void {
  const before = 0o666 & ~process.umask(0o077);
  usualMode ??= before;
}

/** The rights of a file that a person asked for; the owner’s alone where `keepFilesPrivate` was not called. */
export const usualFileMode = (): number => usualMode ?? 0o600;
