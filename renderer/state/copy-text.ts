import type { Trail } from './trail.ts';

/** Puts text on the clipboard and says what it was; says so too when the system refuses. */
export async function copyText(notify: Trail['notify'], text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify(`Copied ${what}`);
  } catch {
    notify(`The clipboard did not take ${what}. Click into the window and try again.`, 'error');
  }
}
