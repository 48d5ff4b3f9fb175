import type { RecordReader } from './record-reader.ts';

const longestVersion = 16;

interface Known {
  readonly pattern: RegExp;
  readonly words: string;
}

// The first that fits. What stands before the slash is the client's own name for itself; anybody can write anything here.
const known: readonly Known[] = [
  { pattern: /^aws-cli\/(\S+)/, words: 'the AWS CLI' },
  { pattern: /^AWSPowerShell[^/]*\/(\S+)/, words: 'the AWS Tools for PowerShell' },
  { pattern: /\bTerraform\/(\S+)/, words: 'Terraform' },
  { pattern: /\bterraform-provider-aws\/(\S+)/, words: 'the Terraform AWS provider' },
  { pattern: /\bansible\b/i, words: 'Ansible' },
  { pattern: /\bpulumi\b/i, words: 'Pulumi' },
  { pattern: /^S3 Browser[/ ](\S+)/, words: 'S3 Browser' },
  { pattern: /^Boto3\/(\S+)/, words: 'Boto3' },
  { pattern: /^Botocore\/(\S+)/, words: 'Botocore' },
  { pattern: /^aws-sdk-go(?:-v2)?\/(\S+)/, words: 'the AWS SDK for Go' },
  { pattern: /^aws-sdk-java\/(\S+)/, words: 'the AWS SDK for Java' },
  { pattern: /^aws-sdk-(?:js|nodejs)\/(\S+)/, words: 'the AWS SDK for JavaScript' },
  { pattern: /^aws-sdk-ruby\d?\/(\S+)/, words: 'the AWS SDK for Ruby' },
  { pattern: /^aws-sdk-php\/(\S+)/, words: 'the AWS SDK for PHP' },
  { pattern: /^aws-sdk-rust\/(\S+)/, words: 'the AWS SDK for Rust' },
  { pattern: /^aws-sdk-dotnet[^/]*\/(\S+)/, words: 'the AWS SDK for .NET' },
];
/** A single word, as attack tools often give: short enough for a sentence, and without anything to mislead. */
const plainName = /^[A-Za-z][\w.:/-]{2,60}$/;
const named = /^([A-Za-z][\w.-]{1,30})\/(v?\d[\w.-]*)/;

const withVersion = (words: string, version: string | undefined): string =>
  version === undefined ? words : `${words} ${version.slice(0, longestVersion)}`;

const system = (agent: string): string => {
  if (/kali/i.test(agent)) return ' on Kali Linux';
  return /parrot/i.test(agent) ? ' on Parrot OS' : '';
};

/**
 * The client as a part of a sentence, `with the AWS CLI 2.15.30` or `in the console`; undefined when an AWS service made
 * the call or the record names none that can be told in few words. A client writes its name itself, so this is a claim.
 */
export function clientInWords(record: RecordReader): string | undefined {
  const agent = record.text('userAgent')?.replace(/^\[(.*)\]$/, '$1');
  if (record.text('sessionCredentialFromConsole') === 'true') return 'in the console';
  if (!agent) return undefined;
  if (/^(console|signin)\.(amazonaws|aws\.amazon)\.com$|^S3Console\/|^AWSConsole/.test(agent))
    return 'in the console';
  if (/^AWS Internal|\.amazonaws\.com(\.cn)?$|^Coral\//.test(agent)) return undefined;
  if (agent.startsWith('Mozilla/')) return 'in a browser';
  for (const { pattern, words } of known) {
    const found = pattern.exec(agent);
    if (found) return `with ${withVersion(words, found[1])}${system(agent)}`;
  }
  const own = named.exec(agent);
  if (own?.[1] !== undefined) return `with ${withVersion(own[1], own[2])}${system(agent)}`;
  return plainName.test(agent) ? `with the client ${agent}` : undefined;
}
