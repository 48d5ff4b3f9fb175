const key = 'explore.recent-fields';
const most = 8;

/** Fields that were given a column lately, newest first, on this machine. */
export function recentFields(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter((each) => typeof each === 'string').slice(0, most) : [];
  } catch {
    return [];
  }
}

/** Puts a field first among the recent ones. */
export function rememberField(field: string): void {
  const others = recentFields().filter((each) => each !== field);
  localStorage.setItem(key, JSON.stringify([field, ...others].slice(0, most)));
}
