/** A record being put together: JSON text at the leaves, so that JSON found in a cell goes in unchanged. */
export type Draft = Map<string, Draft | string>;

const depthLimit = 16;

/** Puts JSON text at a path. What stands there already stays. */
export function put(draft: Draft, path: readonly string[], json: string | undefined): void {
  const [key, ...rest] = path;
  if (json === undefined || key === undefined || path.length > depthLimit) return;
  const there = draft.get(key);
  if (rest.length === 0) {
    if (there === undefined) draft.set(key, json);
    return;
  }
  if (typeof there === 'string') return;
  const nested: Draft = there ?? new Map<string, string>();
  if (!there) draft.set(key, nested);
  put(nested, rest, json);
}

/** Puts a text at a path unless it is empty. */
export function putText(draft: Draft, path: readonly string[], text: string | undefined): void {
  if (text !== undefined && text !== '') put(draft, path, JSON.stringify(text));
}

/** The draft as JSON text. Members named 0, 1, 2 … make an array. */
export function jsonOf(draft: Draft): string {
  const keys = [...draft.keys()];
  const isArray = keys.length > 0 && keys.every((key, index) => key === String(index));
  const members = [...draft].map(([key, value]) => {
    const json = typeof value === 'string' ? value : jsonOf(value);
    return isArray ? json : `${JSON.stringify(key)}:${json}`;
  });
  return isArray ? `[${members.join(',')}]` : `{${members.join(',')}}`;
}

/** True when the draft says what happened: without eventName and eventSource there is no event. */
export const isEvent = (draft: Draft): boolean => draft.has('eventName') || draft.has('eventSource');
