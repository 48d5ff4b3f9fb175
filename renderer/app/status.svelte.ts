/** What the screen in front says in the status bar. Screens write it, the shell shows it. */
class Status {
  /** `row 1,204 of 2,433`; empty when there is nothing to say. */
  position = $state('');
  /** How long the newest answer took. */
  durationMs = $state<number | null>(null);

  clear(): void {
    this.position = '';
    this.durationMs = null;
  }
}

export const status = new Status();
