/** An IAM action and what it was used on: an ARN, or `*` where records name none. */
export interface ObservedUse {
  readonly action: string;
  readonly resource: string;
}

/** A resource list longer than this stands as `*`: policies have a limit of their size, and nobody reads it. */
export const mostResources = 50;

/**
 * A policy that allows these uses and nothing else, as JSON of two spaces. Actions that were used on the same things stand in one
 * statement. It tells what was observed, and is no proposal: what was never recorded is missing.
 */
export function observedPolicy(uses: readonly ObservedUse[]): string {
  const byAction = new Map<string, Set<string>>();
  for (const { action, resource } of uses) {
    const resources = byAction.get(action);
    if (resources) resources.add(resource);
    else byAction.set(action, new Set([resource]));
  }
  const byResources = new Map<
    string,
    { readonly actions: string[]; readonly resources: readonly string[] }
  >();
  for (const [action, found] of [...byAction].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const resources = found.has('*') || found.size > mostResources ? ['*'] : [...found].toSorted();
    const key = JSON.stringify(resources);
    const statement = byResources.get(key);
    if (statement) statement.actions.push(action);
    else byResources.set(key, { actions: [action], resources });
  }
  const statements = [...byResources.values()].map(({ actions, resources }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resources.length === 1 ? resources[0] : resources,
  }));
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
}
