import type { RecordReader } from '../../record-reader.ts';
import { named, request, response } from '../row.ts';

/** The user of a request. */
export const user = (r: RecordReader): string => named('user', request(r, 'userName'));

/** Whose key or credential it is; IAM calls about oneself leave the user name out of the request. */
export const forUser = (r: RecordReader): string => {
  const name = request(r, 'userName') ?? response(r, 'accessKey.userName');
  return name ? ` for ${name}` : '';
};

/** The role of a request. */
export const role = (r: RecordReader): string => named('role', request(r, 'roleName'));

/** The group of a request. */
export const group = (r: RecordReader): string => named('group', request(r, 'groupName'));
