/** What we say about a well-known action, in plain words. */
export interface ActionNote {
  /** What the call does. */
  readonly does: string;
  /** Why an investigator cares. */
  readonly matters: string;
  /** What to look at next in the archive. */
  readonly next: string;
}

/** Notes of one service by event name, without the API date that Lambda appends. */
export type ServiceNotes = Readonly<Record<string, readonly [does: string, matters: string, next: string]>>;
