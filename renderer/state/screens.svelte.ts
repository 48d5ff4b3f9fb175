export const screenNames = ['overview', 'explore', 'places', 'notes', 'sql', 'evidence', 'profile'] as const;

/** Where a workspace opens that was never looked at. */
export const firstScreen = 'overview';

/** A screen of an open workspace. */
export type ScreenName = (typeof screenNames)[number];

/** Which screen is in front, and what it was asked to show. */
export class Screens {
  #current = $state.raw<ScreenName>(firstScreen);
  #params = $state.raw<Readonly<Record<string, unknown>>>({});

  get current(): ScreenName {
    return this.#current;
  }
  get params(): Readonly<Record<string, unknown>> {
    return this.#params;
  }

  /** Called whenever another screen is in front, or shows something else. */
  onmove: (() => void) | undefined;

  go(name: ScreenName, params: Readonly<Record<string, unknown>> = {}): void {
    this.#current = name;
    this.#params = params;
    this.onmove?.();
  }
}
