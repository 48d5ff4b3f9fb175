import { getContext, setContext } from 'svelte';

const key = Symbol('front');
const always = (): boolean => true;

/** Tells all components below whether their screen is the one in front. */
export const provideFront = (isInFront: () => boolean): void => {
  setContext(key, isInFront);
};

/**
 * Whether what is being set up is on the screen in front: a screen that is kept asks nothing, says nothing and takes no key
 * while another one is. What belongs to no screen is always in front.
 */
export const useFront = (): (() => boolean) => getContext<(() => boolean) | undefined>(key) ?? always;
