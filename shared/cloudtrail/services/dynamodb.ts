import { arnName, named, request, type ServiceActions } from './row.ts';

/** Actions of DynamoDB. */
export const dynamodb: ServiceActions = {
  Scan: {
    verb: 'read',
    about: (r) => `all of ${named('table', request(r, 'tableName'))}`,
    effects: ['takes-data'],
  },
  DeleteTable: {
    verb: 'delete',
    about: (r) => named('table', request(r, 'tableName')),
    effects: ['deletes-data'],
  },
  ExportTableToPointInTime: {
    verb: 'export',
    about: (r) => `${named('table', arnName(r, 'tableArn'))} to ${named('bucket', request(r, 's3Bucket'))}`,
    effects: ['takes-data'],
  },
};
