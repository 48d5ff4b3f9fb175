import { byte, membersOf, skipSpace } from '../scan/json-spans.ts';

/**
 * The beginning of a record whose text breaks off, as JSON of the top fields that are whole; undefined when too little is
 * left to tell what happened. Splunk cuts events at its TRUNCATE limit, 10,000 bytes by default.
 * Source: Splunk documentation, props.conf, TRUNCATE.
 */
export function truncatedRecord(text: string): string | undefined {
  const bytes = Buffer.from(text);
  const start = skipSpace(bytes, 0);
  if (bytes[start] !== byte.openBrace) return undefined;
  const kept: string[] = [];
  const keys = new Set<string>();
  for (const { key, value } of membersOf(bytes, start)) {
    const member = bytes.toString('utf8', value.start, value.end);
    if (!isWhole(member)) continue;
    keys.add(key);
    kept.push(`${JSON.stringify(key)}:${member}`);
  }
  const says = keys.has('eventName') || keys.has('eventSource');
  const isCloudTrail = keys.has('eventVersion') || keys.has('eventTime') || keys.has('userIdentity');
  return says && isCloudTrail ? `{${kept.join(',')}}` : undefined;
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
