import type { Trail } from '../../state/trail.ts';
import type { ValueContext } from './value-actions.ts';

/** Puts text on the clipboard and says what it was; says so too when the system refuses. */
export async function copyText(notify: Trail['notify'], text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify(`Copied ${what}`);
  } catch {
    notify(`The clipboard did not take ${what}. Click into the window and try again.`, 'error');
  }
}

/** The application as the actions on a value see it. */
export const valueContext = ({ explore, session, screens, notify }: Trail): ValueContext => {
  const { firstEventMicros, lastEventMicros } = session.info ?? {};
  return {
    state: explore.state,
    span:
      typeof firstEventMicros === 'number' && typeof lastEventMicros === 'number'
        ? { fromMicros: firstEventMicros, toMicros: lastEventMicros + 1 }
        : null,
    narrow: (label, change) => explore.narrow(label, change),
    adjust: (change) => explore.adjust(change),
    copy: (text, what) => void copyText(notify, text, what),
    go: (screen, params) => screens.go(screen, params),
  };
};
