import { raw } from '../../db/sql.ts';

const key = `nullif("userIdentity.accessKeyId", '')`;

/**
 * How a call was made: by an AWS service for the holder of a credential (`invokedBy` beside an identity of its own), from a
 * console session, with temporary or with long-term keys. Temporary keys begin with ASIA (IAM User Guide, “Unique identifiers”).
 */
export const credentialVia = raw(`CASE WHEN "userIdentity.invokedBy" IS NOT NULL THEN 'aws'
  WHEN "sessionCredentialFromConsole" THEN 'console'
  WHEN starts_with(${key}, 'ASIA') OR ${key} IS NULL THEN 'temporary' ELSE 'key' END`);

/** The key of a call where it tells credentials apart; see `credentials`. */
export const credentialKey = raw(
  `CASE WHEN "userIdentity.invokedBy" IS NULL AND "sessionCredentialFromConsole" IS NOT TRUE THEN ${key} END`,
);
