import type { Command } from './commands.svelte.ts';

const sequenceMs = 1_500;
const names: Readonly<Record<string, string>> = {
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ' ': 'Space',
};

/** The stroke as commands write it: `Ctrl+Shift+Z`, `Alt+Left`, `?`. On a Mac the command key counts as Ctrl. */
function strokeOf(event: KeyboardEvent, isMac: boolean): string {
  const key = names[event.key] ?? event.key;
  const isChord = (isMac ? event.metaKey : event.ctrlKey) || event.altKey;
  const shown = key.length === 1 && isChord ? key.toUpperCase() : key;
  const parts = [
    (isMac ? event.metaKey : event.ctrlKey) ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey && (isChord || key.length > 1) ? 'Shift' : '',
    shown,
  ];
  return parts.filter((part) => part !== '').join('+');
}

/** True where letters are text: fields and editors. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  );
}

/** What fields and editors do themselves with these strokes must stay theirs. */
const belongsToEditor = (stroke: string): boolean =>
  !stroke.includes('+') ? !/^F\d+$/.test(stroke) : /^Ctrl\+(Shift\+)?[ZYAXCV]$/.test(stroke);

/** On a Mac, Alt and an arrow move the caret by a word. */
const isWordStep = (stroke: string): boolean => /^Alt\+(Left|Right)$/.test(stroke);

/** True for strokes a person may make by mistake, or by speaking: one letter or sign without a modifier. */
const isLetter = (stroke: string): boolean => /^.$/u.test(stroke);

const strokesOf = (command: Command): readonly string[] => [
  ...(command.keys === undefined ? [] : [command.keys]),
  ...(command.alsoKeys ?? []),
];

/** Finds the command for a keydown, remembering the first key of two-key sequences. */
export class KeyReader {
  readonly #isMac: boolean;
  readonly #hasLetterKeys: () => boolean;
  #first: { readonly key: string; readonly at: number } | null = null;

  constructor(isMac: boolean, hasLetterKeys: () => boolean = () => true) {
    this.#isMac = isMac;
    this.#hasLetterKeys = hasLetterKeys;
  }

  read(event: KeyboardEvent, commands: readonly Command[]): Command | undefined {
    const stroke = strokeOf(event, this.#isMac);
    if (isTyping(event.target) && (belongsToEditor(stroke) || (this.#isMac && isWordStep(stroke)))) {
      return undefined;
    }
    if (isLetter(stroke) && !this.#hasLetterKeys()) return undefined;
    const first = this.#first;
    this.#first = null;
    if (first && event.timeStamp - first.at < sequenceMs) {
      const found = commands.find((command) => strokesOf(command).includes(`${first.key} ${stroke}`));
      if (found) return found;
    }
    const found = commands.find((command) => strokesOf(command).includes(stroke));
    const isFirst = (keys: string): boolean => keys.startsWith(`${stroke} `);
    if (!found && commands.some((command) => strokesOf(command).some(isFirst))) {
      this.#first = { key: stroke, at: event.timeStamp };
    }
    return found;
  }
}

/** Moves the focus to the next panel (`data-panel`) in the order of the document. */
export function focusNextPanel(step: 1 | -1): void {
  const panels = [...document.querySelectorAll<HTMLElement>('[data-panel]')].filter(
    (panel) => panel.checkVisibility({ visibilityProperty: true }) && !panel.querySelector('[data-panel]'),
  );
  if (panels.length === 0) return;
  const active = document.activeElement;
  const now = panels.findLastIndex((panel) => panel.contains(active));
  const start = now < 0 && step < 0 ? 0 : now;
  const next = panels[(start + step + panels.length) % panels.length];
  if (!next) return;
  const stops = '[tabindex="0"], input:not([disabled]), button:not([disabled], [tabindex="-1"])';
  // A panel may say where its work begins (`data-panel-start`), so that its buttons need not be passed each time.
  const begin = next.querySelector<HTMLElement>('[data-panel-start]');
  const inner = begin?.querySelector<HTMLElement>(stops) ?? next.querySelector<HTMLElement>(stops);
  if (!inner && !next.hasAttribute('tabindex')) next.tabIndex = -1;
  (inner ?? next).focus();
}
