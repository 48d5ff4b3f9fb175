import { hiddenName } from '../../../../shared/cloudtrail/hidden-name.ts';

const who = `s."userIdentity"`;
const issuer = `${who}."sessionContext"."sessionIssuer"."arn"`;

/** The role of an STS ARN, which names role and session but not the role's path; any other ARN as it is. */
const withoutSession = `regexp_replace(${who}."arn", '^arn:([^:]*):sts::(\\d*):assumed-role/([^/]+)/.*$', 'arn:\\1:iam::\\2:role/\\3')`;
/** A role's unique ID begins with AROA (IAM User Guide, “Unique identifiers”); the session's name follows it. */
const idWithoutSession = `regexp_replace(${who}."principalId", '^(AROA[^:]*):.*$', '\\1', 's')`;

const named = [
  `nullif(${withoutSession}, '')`,
  `nullif(${who}."invokedBy", '')`,
  `nullif(nullif(${who}."userName", ''), '${hiddenName}')`,
  `nullif(${who}."onBehalfOf"."userId", '')`,
  `nullif(${idWithoutSession}, '')`,
  `nullif(${who}."accountId", '')`,
].join(', ');

/** SQL of the column `principal` over a parsed record `s`: `principalOf` of shared/cloudtrail/principal.ts, which a test holds it against. */
export const principalSql = `CASE WHEN ${who}."type" = 'AssumedRole' AND ${issuer} <> '' THEN ${issuer}
  ELSE coalesce(${named}) END`;
