const who = `s."userIdentity"`;
const issuer = `${who}."sessionContext"."sessionIssuer"."arn"`;

/** The role of an STS ARN, which names role and session but not the role's path; any other ARN as it is. */
const withoutSession = `regexp_replace(${who}."arn", '^arn:([^:]*):sts::(\\d*):assumed-role/([^/]+)/.*$', 'arn:\\1:iam::\\2:role/\\3')`;
/** A role's unique ID begins with AROA (IAM User Guide, “Unique identifiers”); the session's name follows it. */
const idWithoutSession = `regexp_replace(${who}."principalId", '^(AROA[^:]*):.*$', '\\1', 's')`;

const named = [
  `nullif(${withoutSession}, '')`,
  `nullif(${who}."invokedBy", '')`,
  `nullif(nullif(${who}."userName", ''), 'HIDDEN_DUE_TO_SECURITY_REASONS')`,
  `nullif(${who}."onBehalfOf"."userId", '')`,
  `nullif(${idWithoutSession}, '')`,
  `nullif(${who}."accountId", '')`,
].join(', ');

/**
 * SQL of the column `principal` over a parsed record `s`: the caller without its session. Roles show as the role's own ARN,
 * so that all sessions of a role count together; the issuer's ARN is preferred because an STS ARN lacks the role's path. A
 * role of another account, of which a copy may keep nothing but the ID, counts as that ID.
 */
export const principalSql = `CASE WHEN ${who}."type" = 'AssumedRole' AND ${issuer} <> '' THEN ${issuer}
  ELSE coalesce(${named}) END`;
