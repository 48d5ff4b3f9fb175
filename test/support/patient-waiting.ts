import { vi } from 'vitest';
import { stateMs } from './patience.ts';

const waitFor = vi.waitFor.bind(vi);

// The patience of `expect.poll` is a setting; that of `vi.waitFor` is not, and is one second.
vi.waitFor = (check, options) =>
  waitFor(check, typeof options === 'number' ? options : { timeout: stateMs, ...options });
