/** What AWS writes in place of a name that may be a password (CloudTrail User Guide, “AWS Console sign-in events”). */
export const hiddenName = 'HIDDEN_DUE_TO_SECURITY_REASONS';
