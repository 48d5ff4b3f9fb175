import { named, request, type ServiceActions } from './row.ts';

/** Actions of Bedrock AgentCore. */
export const bedrockAgentcore: ServiceActions = {
  CreateCodeInterpreter: {
    verb: 'create',
    about: (r) => named('code interpreter', request(r, 'name')),
    does: 'Creates a place where code runs with a role.',
    matters: 'Whoever may use it acts with the rights of the role.',
    next: 'executionRoleArn and networkConfiguration in the request, then its sessions.',
    effects: ['passes-role'],
  },
  StartCodeInterpreterSession: {
    verb: 'start',
    about: (r) => named('a session of code interpreter', request(r, 'codeInterpreterIdentifier')),
    does: 'Starts a session of a code interpreter.',
    matters: 'Code of the caller runs with the role of the interpreter.',
    next: 'The interpreter’s role, and its calls.',
    effects: ['starts-compute', 'runs-code'],
  },
  InvokeCodeInterpreter: {
    verb: 'run',
    about: (r) => named('code in code interpreter', request(r, 'codeInterpreterIdentifier')),
    does: 'Runs code in a code interpreter.',
    matters: 'The code acts with the role of the interpreter, not with the caller’s rights.',
    next: 'Calls of the interpreter’s role right after.',
    effects: ['runs-code'],
  },
};
