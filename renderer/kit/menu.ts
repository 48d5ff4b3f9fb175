/** One line of a menu. */
export interface MenuItem {
  readonly label: string;
  /** Its key, or a word about what it acts on. */
  readonly hint?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly separatorBefore?: boolean | undefined;
  readonly onselect: () => void;
}

/** True for the keys that open a context menu. */
export const isMenuKey = (event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): boolean =>
  event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
