import type { Chance } from './random.ts';

/** A record of an archive. */
export type TrailRecord = Record<string, unknown>;

/** Somebody who makes calls: a user with a key, or a session of a role. */
export interface Actor {
  readonly name: string;
  readonly identity: Record<string, unknown>;
  readonly address: string;
  readonly agent: string;
}

/** What a call says besides who made it. */
export interface Call {
  readonly source: string;
  readonly name: string;
  readonly request?: unknown;
  readonly response?: unknown;
  readonly more?: unknown;
  readonly isRead?: boolean;
  readonly error?: string;
  readonly region?: string;
  readonly type?: string;
}

/** An account with a clock, in which actors make calls. */
export class World {
  readonly chance: Chance;
  readonly account: string;
  readonly records: TrailRecord[] = [];
  readonly days: number;
  readonly #begin: number;

  constructor(chance: Chance, days: number) {
    this.chance = chance;
    this.days = days;
    this.account = String(chance.between(111_111_111_111, 999_999_999_999));
    this.#begin = Date.UTC(2026, chance.between(0, 8), chance.between(1, 20));
  }

  /** A moment by day and second of the day. */
  at(day: number, second: number): number {
    return this.#begin + day * 86_400_000 + second * 1000;
  }

  key(prefix: string): string {
    return `${prefix}${this.chance.letters(16)}`;
  }

  address(): string {
    const { chance } = this;
    return `${chance.of([3, 18, 34, 52, 81, 93, 145, 178, 203])}.${chance.between(1, 250)}.${chance.between(1, 250)}.${chance.between(1, 250)}`;
  }

  user(name: string, address = this.address(), agent = 'aws-cli/2.15.0 Python/3.11 Linux/6.1'): Actor {
    return {
      name,
      identity: {
        type: 'IAMUser',
        principalId: this.key('AIDA'),
        arn: `arn:aws:iam::${this.account}:user/${name}`,
        accountId: this.account,
        accessKeyId: this.key('AKIA'),
        userName: name,
      },
      address,
      agent,
    };
  }

  role(
    name: string,
    session: string,
    address = this.address(),
    agent = 'Boto3/1.34.0 md/Botocore#1.34.0',
  ): Actor {
    const id = this.key('AROA');
    return {
      name,
      identity: {
        type: 'AssumedRole',
        principalId: `${id}:${session}`,
        arn: `arn:aws:sts::${this.account}:assumed-role/${name}/${session}`,
        accountId: this.account,
        accessKeyId: this.key('ASIA'),
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: id,
            arn: `arn:aws:iam::${this.account}:role/${name}`,
            accountId: this.account,
            userName: name,
          },
          attributes: {
            creationDate: new Date(this.at(0, 0)).toISOString().slice(0, 19) + 'Z',
            mfaAuthenticated: 'false',
          },
        },
      },
      address,
      agent,
    };
  }

  root(): Actor {
    return {
      name: 'root',
      identity: {
        type: 'Root',
        principalId: this.account,
        arn: `arn:aws:iam::${this.account}:root`,
        accountId: this.account,
      },
      address: this.address(),
      agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/126.0',
    };
  }

  call(actor: Actor, atMs: number, call: Call): TrailRecord {
    const made: TrailRecord = {
      eventVersion: '1.09',
      userIdentity: actor.identity,
      eventTime: new Date(atMs).toISOString().slice(0, 19) + 'Z',
      eventSource: `${call.source}.amazonaws.com`,
      eventName: call.name,
      awsRegion: call.region ?? 'eu-central-1',
      sourceIPAddress: actor.address,
      userAgent: actor.agent,
      requestParameters: call.request ?? null,
      responseElements: call.response ?? null,
      requestID: this.chance.letters(16),
      eventID: `${this.chance.letters(8, '0123456789abcdef')}-${String(this.records.length).padStart(8, '0')}`,
      readOnly: call.isRead ?? false,
      eventType: call.type ?? 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: this.account,
      eventCategory: 'Management',
      ...(call.more === undefined ? {} : { additionalEventData: call.more }),
      ...(call.error === undefined ? {} : { errorCode: call.error, errorMessage: `${call.error}: refused` }),
    };
    this.records.push(made);
    return made;
  }
}
