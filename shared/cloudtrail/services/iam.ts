import { credentials } from './iam/credentials.ts';
import { identities } from './iam/identities.ts';
import { permissions } from './iam/permissions.ts';
import type { ServiceActions } from './row.ts';

/** Actions of IAM. Source of the facts: IAM API Reference and IAM User Guide. */
export const iam: ServiceActions = { ...credentials, ...identities, ...permissions };
