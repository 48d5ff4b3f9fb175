/** How much room a row takes. */
export type DensityName = 'compact' | 'normal' | 'wrapped';

const heights: Readonly<Record<DensityName, number>> = { compact: 22, normal: 26, wrapped: 62 };
const key = 'explore.density';

const isDensity = (text: string | null): text is DensityName => text !== null && text in heights;

/** The density of the event rows, remembered on this machine. */
class Density {
  #name = $state<DensityName>(stored());

  get name(): DensityName {
    return this.#name;
  }
  get rowHeight(): number {
    return heights[this.#name];
  }

  choose(name: DensityName): void {
    this.#name = name;
    localStorage.setItem(key, name);
  }
}

function stored(): DensityName {
  const text = localStorage.getItem(key);
  return isDensity(text) ? text : 'normal';
}

export const density = new Density();
