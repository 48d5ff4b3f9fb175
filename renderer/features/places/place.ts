/** An account or a Region. */
export interface Place {
  readonly kind: 'account' | 'region';
  readonly value: string;
}

/** The record's field for each kind of place. */
export const fieldOf = { account: 'recipientAccountId', region: 'awsRegion' } as const;

/** The word for each kind of place, as AWS writes it. */
export const wordOf = { account: 'account', region: 'Region' } as const;
