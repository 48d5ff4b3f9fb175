import { describe, expect, it, vi } from 'vitest';
import { engineMemory } from '../../electron/transport/engine-memory.ts';
import { engineEnvironment } from '../../electron/main/engine-process.ts';

vi.mock('electron', async () => (await import('../support/electron-mock.ts')).electronMock());

const always = { UV_THREADPOOL_SIZE: '16', ...engineMemory };

describe('the environment of the engine’s process', () => {
  it('has threads for sixteen DuckDB calls and keeps freed memory, whatever the shell says', () => {
    expect(engineEnvironment({ UV_THREADPOOL_SIZE: '1', DUCKDB_JE_MALLOC_CONF: 'abort:true' })).toEqual(
      always,
    );
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
    expect(engineEnvironment(kept)).toEqual({ ...kept, ...always });
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
    ).toEqual(Object.keys(always));
  });
});
