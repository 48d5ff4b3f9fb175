/** The zone that every time on screen is shown in; what reads it follows. */
class ShownZone {
  #name = $state('UTC');

  /** `UTC`, or a name of the IANA database. */
  get name(): string {
    return this.#name;
  }

  show(name: string): void {
    this.#name = name;
  }
}

/** The one zone of the window. */
export const shownZone = new ShownZone();
