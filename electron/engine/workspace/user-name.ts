import { userInfo } from 'node:os';

/** The name of the person the process runs for, as the system knows it; `unknown` where it has none. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
