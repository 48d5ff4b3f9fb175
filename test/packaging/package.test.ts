import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { logFile, record } from '../support/records.ts';
import { openAsar, type Asar } from './asar.ts';
import { readFuses } from './fuses.ts';
import { drivableCopy, startPacked } from './packed-app.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packed = join(root, 'dist', 'linux-unpacked');
const resources = join(packed, 'resources');
const executable = join(packed, 'trailglass');
/** Beside the package, because hard links do not leave a file system. */
const drivablePath = join(root, 'dist', 'linux-drivable');
const unpackedModules = join(resources, 'app.asar.unpacked', 'node_modules');
let asar: Asar;
let drivable: string;

beforeAll(() => {
  if (process.platform !== 'linux') return;
  execFileSync(process.execPath, ['build-resources/scripts/pack.mjs', '--dir'], {
    cwd: root,
    stdio: 'inherit',
  });
  asar = openAsar(join(resources, 'app.asar'));
  drivable = drivableCopy(packed, drivablePath);
});

afterAll(() => rmSync(drivablePath, { recursive: true, force: true }));

beforeEach(({ skip }) => {
  skip(process.platform !== 'linux', 'these tests know the layout of the Linux package only');
});

describe('files of the package', () => {
  test('hold the executable, the licences and one language', () => {
    expect(statSync(executable).mode & 0o111).toBe(0o111);
    expect(readdirSync(packed)).toEqual(
      expect.arrayContaining(['LICENSE.electron.txt', 'LICENSES.chromium.html']),
    );
    expect(existsSync(join(resources, 'LICENSE'))).toBe(true);
    expect(readdirSync(join(packed, 'locales'))).toEqual(['en-US.pak']);
  });

  test('hold every entry of the build', () => {
    const wanted = ['main.js', 'preload.cjs', 'utility.js', 'ingest-worker.js'].map(
      (name) => `out/electron/${name}`,
    );
    expect(asar.paths).toEqual(
      expect.arrayContaining([...wanted, 'out/renderer/index.html', 'package.json']),
    );
  });

  test('are what was built, byte for byte', () => {
    const built = asar.paths.filter((path) => path.startsWith('out/') && !path.endsWith('.png'));
    for (const path of built) expect(asar.read(path), path).toBe(readFileSync(join(root, path), 'utf8'));
  });

  test('hold no sources, maps, tests or type declarations', () => {
    expect(asar.paths.filter((path) => /\.(map|ts|mts|cts|svelte|tsbuildinfo)$/.test(path))).toEqual([]);
    expect(
      asar.paths.filter((path) => /(^|\/)(test|tests|__tests__|test-results|bench)\//.test(path)),
    ).toEqual([]);
    const top = new Set(asar.paths.map((path) => path.split('/')[0]));
    expect([...top].sort()).toEqual(['node_modules', 'out', 'package.json']);
  });

  test('hold no source map inside a script', () => {
    const scripts = asar.paths.filter((path) => /^out\/.*\.c?js$/.test(path));
    expect(scripts.length).toBeGreaterThan(4);
    expect(scripts.filter((path) => /^\/\/# sourceMappingURL=/m.test(asar.read(path)))).toEqual([]);
  });

  test('hold the packages the engine loads at run time and no other', () => {
    const packages = new Set(
      asar.paths.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
    );
    const platform = `@duckdb/node-bindings-linux-${process.arch}`;
    expect([...packages].sort()).toEqual([
      '@duckdb/node-api',
      '@duckdb/node-bindings',
      platform,
      'detect-libc',
    ]);
  });

  test('name no development dependency and no script in package.json', () => {
    const description = JSON.parse(asar.read('package.json')) as Record<string, unknown>;
    expect(description).not.toHaveProperty('devDependencies');
    expect(description).not.toHaveProperty('scripts');
    expect(description).toMatchObject({ name: 'trailglass', type: 'module', main: 'out/electron/main.js' });
  });
});

describe('DuckDB in the package', () => {
  const binding = join(unpackedModules, '@duckdb', `node-bindings-linux-${process.arch}`);

  test('lies outside the archive, with its library beside it', () => {
    expect(readdirSync(binding)).toEqual(expect.arrayContaining(['duckdb.node', 'libduckdb.so']));
    const native = asar.paths.filter((path) => /\.(node|so|dylib|dll)$/.test(path));
    expect(native.filter((path) => !asar.unpacked.includes(path))).toEqual([]);
  });

  test('is built for the system the package is for', () => {
    for (const name of ['duckdb.node', 'libduckdb.so']) {
      const head = readFileSync(join(binding, name)).subarray(0, 20);
      expect(head.subarray(0, 4).toString('latin1'), name).toBe('\x7fELF');
      // The ELF header's e_machine: 62 is x86-64, 183 is AArch64.
      expect(head.readUInt16LE(18), name).toBe(process.arch === 'arm64' ? 183 : 62);
    }
  });

  test('loads, and is the version the lock file names', () => {
    const program = `process.stdout.write(require(${JSON.stringify(join(binding, 'duckdb.node'))}).library_version())`;
    const version = execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' });
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version: string }>;
    };
    const locked = lock.packages['node_modules/@duckdb/node-api']?.version.split('-')[0];
    expect(version).toBe(`v${String(locked)}`);
  });
});

describe('fuses of the packed executable', () => {
  test('are set as decided', () => {
    expect(readFuses(executable)).toMatchObject({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      nodeCliInspect: false,
      asarIntegrity: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  test('keep the executable from being used as a Node', () => {
    const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...rest } = process.env;
    const ran = spawnSync(executable, ['--no-sandbox', '-p', '"answer " + 6 * 7'], {
      env: { ...rest, ELECTRON_RUN_AS_NODE: '1' },
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(ran.stdout).not.toContain('answer 42');
    expect(ran.status).not.toBe(0);
  });
});

describe('switches of the packed executable', () => {
  test.each([
    '--remote-debugging-port=0',
    '-remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--inspect=0',
    '--js-flags=--expose-gc',
    '--user-data-dir=/tmp/elsewhere',
    '--renderer-cmd-prefix=/bin/true',
  ])('that can drive or weaken it are refused: %s', (word) => {
    // Root gets as far only without Chromium's sandbox.
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const ran = spawnSync(executable, [...root, word], { encoding: 'utf8', timeout: 60_000 });
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain(`It does not take ${word.split('=')[0] ?? ''}`);
    expect(ran.stderr).not.toContain('DevTools listening');
  });
});

describe('the configuration for other systems', () => {
  const config = readFileSync(join(root, 'build-resources', 'electron-builder.yml'), 'utf8');

  test('associates workspaces, which are folders, with the application', () => {
    const association = /^fileAssociations:\n((?: .*\n)+)/m.exec(config)?.[1];
    expect(association).toMatch(/ext: trailglass$/m);
    expect(association).toMatch(/isPackage: true$/m);
  });

  test('names icons that exist', () => {
    const icons = [...config.matchAll(/^ +icon: (\S+)$/gm)].map((match) => match[1] ?? '');
    expect(icons).toEqual(['icons', 'icons/icon.ico', 'icons/icon.icns']);
    for (const icon of icons) expect(existsSync(join(root, 'build-resources', icon)), icon).toBe(true);
  });

  test('publishes nothing', () => {
    expect(config).toMatch(/^publish: null$/m);
  });
});

describe('the packed application', () => {
  test('opens its window from inside the archive', async ({ skip }) => {
    skip(!process.env['DISPLAY'], 'no display here: DISPLAY is not set');
    const app = await startPacked(drivable);
    try {
      await app.page.waitForLoadState('load');
      expect(app.page.url()).toMatch(/^app:\/\/trail\//);
      expect(await app.page.title()).toContain('Trailglass');
      await expect.poll(() => app.page.locator('body').innerText(), { timeout: 15_000 }).not.toBe('');
    } finally {
      await app.close();
    }
  });

  test('imports an archive and answers SQL about it', async ({ skip }) => {
    skip(!process.env['DISPLAY'], 'no display here: DISPLAY is not set');
    const folder = mkdtempSync(join(tmpdir(), 'trailglass-packed-archive-'));
    // The application may run as another user, who makes the workspace beside the archive.
    chmodSync(folder, 0o777);
    mkdirSync(join(folder, 'logs'));
    const records = Array.from({ length: 25 }, (_, n) =>
      record(n, n < 4 ? { eventName: 'DeleteTrail' } : {}),
    );
    writeFileSync(join(folder, 'logs', 'a.json.gz'), logFile(records));
    const app = await startPacked(drivable, [join(folder, 'logs')]);
    const { page } = app;
    try {
      await page.getByRole('button', { name: /^Import / }).click({ timeout: 60_000 });
      await expect.poll(() => page.locator('footer').innerText()).toMatch(/25 events[^]*from 1 log file/);
      await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: /^SQL/ }).click();
      const editor = page.locator('.cm-content[contenteditable=true]').last();
      await editor.click();
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(`select count(*) as found from events where eventName = 'DeleteTrail'`);
      await page.keyboard.press('Control+Enter');
      await expect
        .poll(
          () =>
            page
              .getByRole('gridcell')
              .first()
              .innerText({ timeout: 1_000 })
              .catch(() => ''),
          { timeout: 30_000 },
        )
        .toBe('4');
    } finally {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
