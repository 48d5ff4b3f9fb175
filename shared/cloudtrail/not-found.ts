/**
 * Error codes of calls about something that is not there. Sources: Amazon S3, “List of error codes” (NoSuchBucket, NoSuchKey …);
 * EC2, “Error codes” (InvalidVpcID.NotFound …); IAM (NoSuchEntity); the services’ own exceptions (ResourceNotFoundException,
 * DBInstanceNotFoundFault, InvocationDoesNotExist …).
 */
const notFoundCode = /NotFound|NoSuch|DoesNotExist|NonExistent/;

/** True for the error code of a call about something that is not there. */
export const isNotFound = (errorCode: string | null | undefined): boolean =>
  notFoundCode.test(errorCode ?? '');
