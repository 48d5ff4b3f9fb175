import { describe, expect, it, vi } from 'vitest';
import { engineEnvironment } from '../../electron/main/engine-process.ts';

vi.mock('electron', async () => (await import('../support/electron-mock.ts')).electronMock());

describe('the environment of the engine’s process', () => {
  it('has threads for sixteen DuckDB calls, whatever the shell says', () => {
    expect(engineEnvironment({ UV_THREADPOOL_SIZE: '1' })).toEqual({ UV_THREADPOOL_SIZE: '16' });
  });

  it('keeps what finds folders, names and languages', () => {
    const kept = {
      PATH: '/bin',
      HOME: '/home/a',
      LC_ALL: 'C',
      LANG: 'C',
      TZ: 'UTC',
      SystemRoot: 'C:\\Windows',
    };
    expect(engineEnvironment(kept)).toEqual({ ...kept, UV_THREADPOOL_SIZE: '16' });
  });

  it('drops what could change the program or take it to the network', () => {
    expect(
      Object.keys(
        engineEnvironment({
          NODE_OPTIONS: '--require /tmp/x.js',
          ELECTRON_RUN_AS_NODE: '1',
          LD_PRELOAD: '/tmp/x.so',
          HTTPS_PROXY: 'http://proxy',
          AWS_SECRET_ACCESS_KEY: 'x',
          NOTHING: undefined,
        }),
      ),
    ).toEqual(['UV_THREADPOOL_SIZE']);
  });
});
