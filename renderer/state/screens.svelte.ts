export const screenNames = ['explore', 'places', 'sql', 'evidence'] as const;

/** A screen of an open workspace. */
export type ScreenName = (typeof screenNames)[number];

/** Which screen is in front, and what it was asked to show. */
export class Screens {
  #current = $state.raw<ScreenName>('explore');
  #params = $state.raw<Readonly<Record<string, unknown>>>({});

  get current(): ScreenName {
    return this.#current;
  }
  get params(): Readonly<Record<string, unknown>> {
    return this.#params;
  }

  go(name: ScreenName, params: Readonly<Record<string, unknown>> = {}): void {
    this.#current = name;
    this.#params = params;
  }
}
