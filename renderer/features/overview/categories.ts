import type { ArchiveAtAGlance } from '../../../shared/contract/overview.ts';

/** The categories that CloudTrail has, as people call them; CloudTrail User Guide, “Understanding CloudTrail events”. */
const known: readonly (readonly [value: string, name: string])[] = [
  ['Management', 'Management events'],
  ['Data', 'Data events'],
  ['NetworkActivity', 'Network activity'],
  ['Insight', 'Insights'],
];

interface CategoryLine {
  readonly name: string;
  readonly events: number;
}

/** A line for each category, also for those of which nothing is here, and for what names none or another. */
export function categoryLines(found: ArchiveAtAGlance['categories']): readonly CategoryLine[] {
  const eventsOf = (value: string): number => found.find((one) => one.value === value)?.events ?? 0;
  const isKnown = (value: string | null): boolean => known.some(([one]) => one === value);
  return [
    ...known.map(([value, name]) => ({ name, events: eventsOf(value) })),
    ...found.flatMap(({ value, events }) =>
      isKnown(value) || events === 0 ? [] : [{ name: value ?? 'No category named', events }],
    ),
  ];
}
