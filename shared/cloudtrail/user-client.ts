import type { RecordReader } from './record-reader.ts';

interface Known {
  readonly pattern: RegExp;
  /** Its name in a sentence, and by itself. */
  readonly words: string;
  readonly short: string;
  /** So many numbers of its version tell what it is; all by default. */
  readonly versionParts?: number;
  /** People run it themselves, so that the machine says something about them. */
  readonly isByHand?: true;
}

// The first that fits. What stands before the slash is the client's own name for itself; anybody can write anything here.
const known: readonly Known[] = [
  { pattern: /^aws-cli\/(\S+)/, words: 'the AWS CLI', short: 'AWS CLI', isByHand: true },
  {
    pattern: /^AWSPowerShell[^/]*\/(\S+)/,
    words: 'the AWS Tools for PowerShell',
    short: 'PowerShell',
    isByHand: true,
  },
  { pattern: /\bTerraform\/(\S+)/, words: 'Terraform', short: 'Terraform', versionParts: 2 },
  {
    pattern: /\bterraform-provider-aws\/(\S+)/,
    words: 'the Terraform AWS provider',
    short: 'Terraform AWS provider',
    versionParts: 2,
  },
  { pattern: /\bansible\b/i, words: 'Ansible', short: 'Ansible' },
  { pattern: /\bpulumi\b/i, words: 'Pulumi', short: 'Pulumi' },
  { pattern: /^S3 Browser[/ ](\S+)/, words: 'S3 Browser', short: 'S3 Browser', isByHand: true },
  { pattern: /^Boto3\/(\S+)/, words: 'Boto3', short: 'boto3', versionParts: 2, isByHand: true },
  { pattern: /^Botocore\/(\S+)/, words: 'Botocore', short: 'botocore', versionParts: 2, isByHand: true },
  { pattern: /^aws-sdk-go(?:-v2)?\/(\S+)/, words: 'the AWS SDK for Go', short: 'SDK Go' },
  { pattern: /^aws-sdk-java\/(\S+)/, words: 'the AWS SDK for Java', short: 'SDK Java' },
  { pattern: /^aws-sdk-(?:js|nodejs)\/(\S+)/, words: 'the AWS SDK for JavaScript', short: 'SDK JavaScript' },
  { pattern: /^aws-sdk-ruby\d?\/(\S+)/, words: 'the AWS SDK for Ruby', short: 'SDK Ruby' },
  { pattern: /^aws-sdk-php\/(\S+)/, words: 'the AWS SDK for PHP', short: 'SDK PHP' },
  { pattern: /^aws-sdk-rust\/(\S+)/, words: 'the AWS SDK for Rust', short: 'SDK Rust' },
  { pattern: /^aws-sdk-dotnet[^/]*\/(\S+)/, words: 'the AWS SDK for .NET', short: 'SDK .NET' },
];

/** What an agent says of itself. */
type Client =
  | { readonly kind: 'console' | 'browser' | 'internal' }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'known'; readonly tool: Known; readonly version: string | undefined }
  | { readonly kind: 'own'; readonly name: string; readonly version: string }
  | { readonly kind: 'word'; readonly name: string };

const longestVersion = 16;
/** A single word, as attack tools often give: short enough for a sentence, and without anything to mislead. */
const plainName = /^[A-Za-z][\w.:/-]{2,60}$/;
const named = /^([A-Za-z][\w.-]{1,30})\/(v?\d[\w.-]*)/;

const withoutBrackets = (agent: string): string => agent.replace(/^\[(.*)\]$/, '$1');

function clientIn(agent: string): Client | undefined {
  if (/^(console|signin)\.(amazonaws|aws\.amazon)\.com$|^S3Console\/|^AWSConsole/.test(agent))
    return { kind: 'console' };
  if (/^AWS Internal|^Coral\//.test(agent)) return { kind: 'internal' };
  const service = /^(\S*)\.amazonaws\.com(\.cn)?$/.exec(agent)?.[1];
  if (service !== undefined) return { kind: 'service', name: service };
  if (agent.startsWith('Mozilla/')) return { kind: 'browser' };
  for (const tool of known) {
    const found = tool.pattern.exec(agent);
    if (found) return { kind: 'known', tool, version: found[1] };
  }
  const [, name, version] = named.exec(agent) ?? [];
  if (name !== undefined && version !== undefined) return { kind: 'own', name, version };
  return plainName.test(agent) ? { kind: 'word', name: agent } : undefined;
}

// Cut between letters: half of one would be another in the database.
const withVersion = (words: string, version: string | undefined): string =>
  version === undefined ? words : `${words} ${Array.from(version).slice(0, longestVersion).join('')}`;

/** Systems that people choose for what they can do with them. */
function tellingSystem(agent: string): string | undefined {
  if (/kali/i.test(agent)) return 'Kali Linux';
  return /parrot/i.test(agent) ? 'Parrot OS' : undefined;
}

const systems: readonly (readonly [RegExp, string])[] = [
  [/\bexec-env\/CloudShell\b/i, 'CloudShell'],
  [/\bDarwin\/|\bos\/macos\b|\bmacOS\b/i, 'macOS'],
  [/\bWindows\b/i, 'Windows'],
  [/\bLinux\b/i, 'Linux'],
];

const systemOf = (agent: string): string | undefined =>
  tellingSystem(agent) ?? systems.find(([pattern]) => pattern.test(agent))?.[1];

const onSystem = (agent: string): string => {
  const system = tellingSystem(agent);
  return system === undefined ? '' : ` on ${system}`;
};

/**
 * The client as a part of a sentence, `with the AWS CLI 2.15.30` or `in the console`; undefined when an AWS service made
 * the call or the record names none that can be told in few words. A client writes its name itself, so this is a claim.
 */
export function clientInWords(record: RecordReader): string | undefined {
  if (record.text('sessionCredentialFromConsole') === 'true') return 'in the console';
  const agent = withoutBrackets(record.text('userAgent') ?? '');
  const client = agent === '' ? undefined : clientIn(agent);
  switch (client?.kind) {
    case 'console':
      return 'in the console';
    case 'browser':
      return 'in a browser';
    case 'known':
      return `with ${withVersion(client.tool.words, client.version)}${onSystem(agent)}`;
    case 'own':
      return `with ${withVersion(client.name, client.version)}${onSystem(agent)}`;
    case 'word':
      return `with the client ${client.name}`;
    case 'internal':
    case 'service':
    case undefined:
      return undefined;
  }
}

/** Nothing that tells what a client is stands behind so many characters. */
const readOf = 1_000;
const longestClient = 60;

/** An agent without what cannot be seen or misleads, its white space single. Lone surrogates are U+FFFD in the database. */
const cleaned = (agent: string): string =>
  withoutBrackets(
    agent
      .slice(0, readOf)
      .replace(/[\p{Z}\s]+/gu, ' ')
      .replace(/[\p{C}\ufffd]/gu, '')
      .trim(),
  );

function shortened(text: string): string {
  const letters = Array.from(text);
  return letters.length > longestClient ? `${letters.slice(0, longestClient - 1).join('')}…` : text;
}

const numbersOf = (version: string | undefined, parts: number | undefined): string | undefined =>
  parts === undefined || version === undefined || !/^v?\d/.test(version)
    ? version
    : version.split('.').slice(0, parts).join('.');

/** The command that the AWS CLI tells: `command/s3.sync` and, since 2.16, `md/command#s3.sync`. */
function commandOf(agent: string): string | undefined {
  const [, service, action] = /\bcommand[/#]([\w-]+)\.([\w-]+)/.exec(agent) ?? [];
  return service === undefined || action === undefined ? undefined : `${service} ${action}`;
}

function knownShort(
  { short, versionParts, isByHand }: Known,
  version: string | undefined,
  agent: string,
): string {
  const system = isByHand ? systemOf(agent) : tellingSystem(agent);
  const parts = [withVersion(short, numbersOf(version, versionParts)), system, commandOf(agent)];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/**
 * The client by itself, in few words: `AWS CLI 2.2.16 · macOS · s3 sync`, `Terraform 1.5`, `console`, a service’s name; an agent
 * that is none of the known ones as it is, shortened and without what cannot be seen. Takes any text of `userAgent`; undefined
 * when nothing is left to read. A client writes its name itself, so this is a claim.
 */
export function clientOfAgent(userAgent: string): string | undefined {
  const agent = cleaned(userAgent);
  const client = agent === '' ? undefined : clientIn(agent);
  switch (client?.kind) {
    case 'console':
    case 'browser':
      return client.kind;
    case 'internal':
      return 'AWS internal';
    case 'service':
      return shortened(client.name) || undefined;
    case 'known':
      return shortened(knownShort(client.tool, client.version, agent));
    case 'own':
      return shortened(withVersion(client.name, client.version));
    case 'word':
    case undefined:
      return shortened(agent) || undefined;
  }
}
