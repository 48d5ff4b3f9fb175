import type { StoryStep } from './story-teller.ts';

/** What is true about the attack in an archive made with the same options; all counts are exact. */
export interface StoryFacts {
  /** Account numbers: where the key leaked, the stepping stone, and the victim. */
  readonly entryAccountId: string;
  readonly middleAccountId: string;
  readonly targetAccountId: string;
  readonly leakedUser: string;
  readonly leakedKeyId: string;
  readonly attackerIpv4: string;
  readonly attackerIpv6: string;
  /** Keys issued by the two AssumeRole calls, in order. */
  readonly middleKeyId: string;
  readonly targetKeyId: string;
  /** Shared identifiers of the two cross-account AssumeRole calls, each seen in two accounts. */
  readonly sharedEventIds: readonly string[];
  readonly createdUser: string;
  readonly createdKeyId: string;
  readonly bucket: string;
  /** Sum of bytesTransferredOut over the attacker's GetObject calls. */
  readonly exfiltratedBytes: number;
  readonly unusedRegion: string;
  readonly sharedWithAccountId: string;
  readonly hostile: {
    readonly userAgent: string;
    readonly markupKey: string;
    readonly bidiKey: string;
    readonly sessionName: string;
  };
  /** Records in the archive, cross-account copies included. */
  readonly recordCount: number;
  /** Records carrying an error code. */
  readonly errorCount: number;
  readonly countsByStep: Readonly<Record<StoryStep, number>>;
  readonly eventIds: readonly string[];
  /** First and last event, the console sign-in and the end of the leaked key; milliseconds since 1970. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly signInMs: number;
  readonly keyDisabledMs: number;
}
