import type { Prng } from './prng.ts';
import type { JsonObject } from './types.ts';

const CLOUD_NETS = ['3.250', '18.203', '34.244', '44.201', '52.31', '54.171', '63.35', '99.80'] as const;

/** A public address as a workload inside AWS would have. */
export function cloudAddress(rng: Prng): string {
  return `${rng.pick(CLOUD_NETS)}.${rng.int(0, 255)}.${rng.int(1, 254)}`;
}

/** An office or home address: documentation ranges only (RFC 5737, RFC 3849), one in five IPv6. */
export function personAddress(rng: Prng): string {
  if (rng.chance(0.2)) return `2001:db8:${rng.hex(4)}:${rng.hex(4)}::${rng.int(1, 9999).toString(16)}`;
  return `${rng.pick(['192.0.2', '198.51.100'])}.${rng.int(1, 254)}`;
}

const BROWSERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0',
] as const;

const PERSON_TOOLS = [
  'aws-cli/2.24.10 md/awscrt#0.23.8 ua/2.0 os/macos#24.3.0 md/arch#arm64 lang/python#3.12.9 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off',
  'aws-cli/2.22.35 md/awscrt#0.22.0 ua/2.0 os/linux#6.8.0-52-generic md/arch#x86_64 lang/python#3.12.6 md/pyimpl#CPython exec-env/CloudShell cfg/retry-mode#standard md/installer#exe md/distrib#amzn.2023',
  'aws-cli/1.37.20 md/Botocore#1.36.20 ua/2.0 os/windows#10 md/arch#amd64 lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#legacy botocore/1.36.20',
  'Boto3/1.36.26 md/Botocore#1.36.26 ua/2.0 os/macos#24.3.0 md/arch#arm64 lang/python#3.12.4 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.36.26 Resource',
] as const;

const PIPELINE_TOOLS = [
  'APN/1.0 HashiCorp/1.0 Terraform/1.10.5 (+https://www.terraform.io) terraform-provider-aws/5.88.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.36.1 ua/2.1 os/linux lang/go#1.23.6 md/GOOS#linux md/GOARCH#amd64',
  'aws-cli/2.24.5 md/awscrt#0.23.8 ua/2.0 os/linux#6.8.0-1021-azure md/arch#x86_64 lang/python#3.12.9 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/distrib#ubuntu.24',
  'aws-sdk-js/3.750.0 ua/2.1 os/linux#6.8.0-1021 lang/js md/nodejs#20.18.3 api/sts#3.750.0 m/E,N,e configure-aws-credentials-for-github-actions',
] as const;

const WORKLOAD_TOOLS = [
  'aws-sdk-java/2.30.21 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.128-136.201.amzn2023.x86_64 lang/java#21.0.6 md/OpenJDK_64-Bit_Server_VM#21.0.6+7-LTS md/vendor#Amazon.com_Inc. md/en exec-env/AWS_ECS_FARGATE m/D,N',
  'aws-sdk-go-v2/1.36.2 ua/2.1 os/linux lang/go#1.24.0 md/GOOS#linux md/GOARCH#arm64 api/dynamodb#1.40.1 m/E',
  'aws-sdk-nodejs/2.1692.0 linux/v20.18.2 exec-env/AWS_Lambda_nodejs20.x promise',
  'Boto3/1.35.99 md/Botocore#1.35.99 ua/2.0 os/linux#5.10.234-225.895.amzn2.x86_64 md/arch#x86_64 lang/python#3.13.1 md/pyimpl#CPython exec-env/AWS_Lambda_python3.13 cfg/retry-mode#legacy Botocore/1.35.99',
  'aws-sdk-rust/1.3.4 ua/2.1 api/s3/1.76.0 os/linux lang/rust/1.84.0 exec-env/AWS_ECS_EC2 m/E,b',
  'Amazon CloudWatch Agent/1.300052.1 (go1.23.5; linux; arm64)',
] as const;

/** The user agent text a caller of this sort shows. */
export function userAgentFor(sort: 'browser' | 'person' | 'pipeline' | 'workload', rng: Prng): string {
  if (sort === 'browser') return rng.pick(BROWSERS);
  if (sort === 'person') return rng.pick(PERSON_TOOLS);
  return rng.pick(sort === 'pipeline' ? PIPELINE_TOOLS : WORKLOAD_TOOLS);
}

const CIPHERS = [
  ['TLSv1.3', 'TLS_AES_128_GCM_SHA256'],
  ['TLSv1.3', 'TLS_AES_256_GCM_SHA384'],
  ['TLSv1.2', 'ECDHE-RSA-AES128-GCM-SHA256'],
] as const;

/** The `tlsDetails` of a call to a host. */
export function tlsDetails(host: string, rng: Prng): JsonObject {
  const [tlsVersion, cipherSuite] = rng.pick(CIPHERS);
  return { tlsVersion, cipherSuite, clientProvidedHostHeader: host };
}
