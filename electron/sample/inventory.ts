/** Things an account owns, named once so that the same names come back throughout the archive. */
export interface Inventory {
  readonly buckets: readonly string[];
  readonly tables: readonly string[];
  readonly functions: readonly string[];
  readonly secrets: readonly string[];
  readonly keyIds: readonly string[];
  readonly instanceIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly volumeIds: readonly string[];
  readonly vpcId: string;
  readonly imageId: string;
  readonly vpcEndpointId: string;
}
