import { disks } from './ec2/disks.ts';
import { instances } from './ec2/instances.ts';
import { interfaces } from './ec2/interfaces.ts';
import { network } from './ec2/network.ts';
import type { ServiceActions } from './row.ts';

/** Actions of EC2. Source of the facts: Amazon EC2 API Reference. */
export const ec2: ServiceActions = { ...disks, ...instances, ...interfaces, ...network };
