/** How much something matters if it is so, the gravest first: critical, high, medium, low, for information. */
export const severities = ['C', 'H', 'M', 'L', 'I'] as const;
/** How much something matters if it is so. */
export type Severity = (typeof severities)[number];

/** So many steps less grave, but never less than low. */
export const lighter = (severity: Severity, steps: number): Severity => {
  const at = severities.indexOf(severity);
  const low = severities.indexOf('L');
  return at >= low ? severity : (severities[Math.min(low, at + steps)] ?? severity);
};

/** The gravest of some. */
export const gravest = (all: readonly Severity[]): Severity =>
  severities.find((one) => all.includes(one)) ?? 'I';
