import type { EngineHandlers } from '../../../../shared/contract/index.ts';

type Counted = readonly (readonly [string | null, number])[];

const actions: Counted = Array.from({ length: 64 }, (_, index) => [
  ['DescribeInstances', 'GetObject', 'PutUserPolicy', 'AssumeRole'][index] ?? `Action${index}`,
  4_000 - index * 60,
]);

const manyAddresses: Counted = Array.from({ length: 1_450 }, (_, index) => [
  `10.0.${String(index >> 8)}.${String(index & 255)}`,
  2_000 - index,
]);

/** Facet values of a made-up archive; fields that are not named here have one value. */
const facetValues: Readonly<Record<string, Counted>> = {
  eventSource: [
    ['s3.amazonaws.com', 1_204],
    ['iam.amazonaws.com', 312],
    ['sts.amazonaws.com', 96],
    ['ec2.amazonaws.com', 7],
  ],
  eventName: actions,
  errorCode: [
    [null, 2_100],
    ['AccessDenied', 280],
    ['NoSuchBucket\u202e', 12],
  ],
  principal: [
    ['arn:aws:iam::342082656213:user/it/administrators/jmerckle', 800],
    ['arn:aws:sts::342082656213:assumed-role/OrganizationAccountAccessRole', 20],
  ],
  sourceIPAddress: manyAddresses,
  awsRegion: [
    ['us-east-1', 1_800],
    ['eu-west-1', 633],
  ],
  'requestParameters.bucketName': [
    [null, 2_000],
    ['logs', 433],
  ],
  readOnly: [
    ['true', 2_000],
    ['false', 433],
  ],
};

/** Answers `facets.list` from those values as the engine does: order, search, then limit. */
export const listFacets: EngineHandlers['facets.list'] = ({ facets }) =>
  facets.map(({ field, limit, offset = 0, order, search }) => {
    const all = (facetValues[field] ?? [['only', 2_433]]).map(([value, count]) => ({ value, count }));
    const found = all.filter(
      ({ value }) => search === '' || (value ?? '').toLowerCase().includes(search.toLowerCase()),
    );
    const sign = order === 'most' ? -1 : 1;
    found.sort((one, other) => sign * (one.count - other.count));
    return {
      field,
      distinct: all.length,
      found: found.length,
      values: found.slice(offset, offset + limit),
    };
  });
