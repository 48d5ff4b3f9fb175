/** Where records of some calls name the thing they are about. */
export interface TargetPlace {
  /** The plain word for the thing; undefined where its ARN tells. */
  readonly kind: string | undefined;
  /** The path of its name or ARN. */
  readonly name: string;
  /** Takes the name out of a longer text, as its first group; both RE2 and JavaScript read it. */
  readonly within?: string;
  /** The path of what the call was about in it: an object of a bucket, a policy of a role. */
  readonly part?: string;
  /** The path of its ARN, where its name's place has none. */
  readonly arn?: string;
}

/** The places of a service: of some actions, several names of them in one text, and of all its actions, tried in this order. */
export interface ServiceTargets {
  readonly actions?: Readonly<Record<string, readonly TargetPlace[]>>;
  readonly usual?: readonly TargetPlace[];
}

interface Further {
  readonly part?: string;
  readonly arn?: string;
}

const placed =
  (document: string) =>
  (kind: string | undefined, key: string, { part, arn }: Further = {}): TargetPlace => ({
    kind,
    name: `${document}.${key}`,
    ...(part === undefined ? {} : { part }),
    ...(arn === undefined ? {} : { arn }),
  });

/** A place in the request. */
export const asked = placed('requestParameters');
/** A place in the answer. */
export const answered = placed('responseElements');
/** A place in the further data of the service. */
export const added = placed('additionalEventData');
/** A field of the record that has a column. */
export const field = (kind: string, name: string): TargetPlace => ({ kind, name });
