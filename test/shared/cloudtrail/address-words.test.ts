import { expect, test } from 'vitest';
import { addressInWords, type KnownAddress } from '../../../shared/cloudtrail/address-words.ts';

const nothing: KnownAddress = {
  ...{ kind: 'other', owner: null, range: null, country: null, asn: null },
  ...{ source: null, dated: null, since: null, until: null },
};
const time = (micros: number): string => `at ${micros}`;

test.each<[Partial<KnownAddress>, string | null]>([
  [{}, null],
  [
    { kind: 'own', owner: 'Elastic IP of NAT gateway nat-1', source: 'CreateNatGateway', since: 7 },
    'Elastic IP of NAT gateway nat-1 since at 7, learned from CreateNatGateway.',
  ],
  [
    { kind: 'own', owner: 'Elastic IP', source: 'AllocateAddress', since: 7, until: 9 },
    'Elastic IP since at 7 until at 9, learned from AllocateAddress.',
  ],
  [
    { kind: 'own', owner: 'Elastic IP', source: 'addresses.json', dated: '2025-01-31' },
    'Elastic IP, by addresses.json of 2025-01-31.',
  ],
  [
    {
      kind: 'AWS range',
      owner: 'EC2 in us-east-1',
      range: '3.224.0.0/12',
      source: 'ip-ranges.json',
      dated: '2025-01-01',
    },
    'Inside AWS: EC2 in us-east-1 (3.224.0.0/12), by ip-ranges.json of 2025-01-01.',
  ],
  [
    { kind: 'listed', owner: 'Office', range: '198.51.100.0/24', source: 'blocks.csv' },
    'Office (198.51.100.0/24), by blocks.csv.',
  ],
  [{ kind: 'private', range: 'private network' }, 'Not on the internet: private network.'],
  [{ kind: 'AWS service', owner: 's3.amazonaws.com' }, 'A service of AWS made the call: s3.amazonaws.com.'],
  [
    { owner: 'Example Net', country: 'NL', asn: 'AS64496', source: 'asn.mmdb', dated: '2025-01-01' },
    'Example Net, NL, AS64496, by asn.mmdb of 2025-01-01.',
  ],
])('%j reads %s', (known, sentence) => {
  expect(addressInWords({ ...nothing, ...known }, time)).toBe(sentence);
});
