import { getContext, setContext, type Component } from 'svelte';
import type { Feature, FieldCellProps } from './feature.ts';

/** The features of the application, as components see them. */
interface Features {
  readonly features: readonly Feature[];
  /** Cells that features draw, by field. */
  readonly cells: ReadonlyMap<string, Component<FieldCellProps>>;
}

const key = Symbol('features');

/** Tells all components below which features there are. */
export const provideFeatures = (features: readonly Feature[]): Features =>
  setContext(key, {
    features,
    cells: new Map(features.flatMap(({ cells }) => Object.entries(cells ?? {}))),
  });

/** The features, inside a component's setup: one feature adds to another without knowing it. */
export const useFeatures = (): Features => getContext<Features>(key);
