import type { SqlResult } from '../../state/sql-tab.svelte.ts';

/** A step of DuckDB's plan: what feeds it stands below it, one level deeper. */
export interface PlanStep {
  readonly depth: number;
  /** DuckDB's name of the operator, `SEQ_SCAN`. */
  readonly name: string;
  /** What it works on, one line a thing. */
  readonly about: readonly string[];
  /** Rows it gave; null when the query was not run. */
  readonly rows: number | null;
  /** Rows DuckDB expects; null where it does not say. */
  readonly expectedRows: number | null;
  /** Time spent in this step alone, all threads together; null when the query was not run. */
  readonly ms: number | null;
}

/** What a plan says, or its text as DuckDB drew it. */
export type Plan =
  | { readonly kind: 'steps'; readonly steps: readonly PlanStep[]; readonly totalMs: number | null }
  | { readonly kind: 'text'; readonly text: string };

const deepest = 500;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const numberOf = (value: unknown): number | null => {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
};

/** The plan in a result; undefined when it is not the answer to an EXPLAIN. */
export function planOf(result: SqlResult): Plan | undefined {
  if (result.columns.map(({ name }) => name).join() !== 'explain_key,explain_value') return undefined;
  const text = (result.cells[1] ?? []).map(String).join('\n\n');
  try {
    const read = stepsOf(JSON.parse(text));
    if (read) return read;
  } catch {
    // Not asked for as JSON.
  }
  return { kind: 'text', text };
}

function stepsOf(json: unknown): Plan | undefined {
  const steps: PlanStep[] = [];
  const visit = (node: unknown, depth: number): void => {
    if (!isRecord(node) || depth > deepest) return;
    const name = node['name'] ?? node['operator_name'];
    const isShown = typeof name === 'string' && name !== 'EXPLAIN_ANALYZE';
    if (isShown) steps.push(stepOf(node, name, depth));
    const children = Array.isArray(node['children']) ? node['children'] : [];
    for (const child of children) visit(child, isShown ? depth + 1 : depth);
  };
  for (const root of Array.isArray(json) ? json : [json]) visit(root, 0);
  const seconds = isRecord(json) ? numberOf(json['latency']) : null;
  return steps.length > 0
    ? { kind: 'steps', steps, totalMs: seconds === null ? null : seconds * 1_000 }
    : undefined;
}

function stepOf(node: Readonly<Record<string, unknown>>, name: string, depth: number): PlanStep {
  const { 'Estimated Cardinality': expected, ...extra } = isRecord(node['extra_info'])
    ? node['extra_info']
    : {};
  const seconds = numberOf(node['operator_timing']);
  return {
    depth,
    name: name.trim(),
    about: Object.entries(extra).map(([key, value]) => `${key}: ${[value].flat().map(String).join(', ')}`),
    rows: numberOf(node['operator_cardinality']),
    expectedRows: numberOf(expected),
    ms: seconds === null ? null : seconds * 1_000,
  };
}
