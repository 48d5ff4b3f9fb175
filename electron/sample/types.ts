/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** One CloudTrail record as it stands in a delivered file; the wire names of the fields are kept. */
export interface TrailRecord {
  readonly eventVersion: string;
  readonly userIdentity: JsonObject;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: JsonObject | null;
  readonly responseElements: JsonObject | null;
  readonly additionalEventData?: JsonObject;
  readonly requestID?: string;
  readonly eventID: string;
  readonly readOnly?: boolean;
  readonly resources?: readonly JsonObject[];
  readonly eventType: string;
  readonly apiVersion?: string;
  readonly managementEvent?: boolean;
  readonly recipientAccountId: string;
  readonly serviceEventDetails?: JsonObject;
  readonly sharedEventID?: string;
  readonly vpcEndpointId?: string;
  readonly vpcEndpointAccountId?: string;
  readonly eventCategory: string;
  readonly tlsDetails?: JsonObject;
  readonly sessionCredentialFromConsole?: 'true';
}

/** The parts of a record that depend on the action called rather than on the caller. */
export interface CallBody {
  readonly request: JsonObject | null;
  readonly response?: JsonObject | null;
  readonly resources?: readonly JsonObject[];
  readonly extra?: JsonObject;
}
