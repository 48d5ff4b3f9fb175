import { describe, expect, it } from 'vitest';
import { refusedSwitches } from '../../electron/main/launch-switches.ts';

const person = { platform: 'linux', isRoot: false } as const;

describe('the switches of a package', () => {
  it.each([
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--remote-allow-origins=*',
    '--inspect',
    '--inspect-brk=9229',
    '--inspect-port=0',
    '--js-flags=--allow-natives-syntax',
    '--no-sandbox',
    '--disable-web-security',
    '--load-extension=/tmp/x',
    '--proxy-server=localhost:1',
    '--host-rules=MAP * 127.0.0.1',
    '--user-data-dir=/tmp/x',
    '--gpu-launcher=/tmp/x',
    '--renderer-cmd-prefix=/tmp/x',
    '--utility-cmd-prefix=/tmp/x',
    '--log-file=/tmp/x',
    '--ssl-key-log-file=/tmp/x',
    '--a-switch-of-tomorrow',
    '-remote-debugging-port=0',
    '--Remote-Debugging-Port=0',
    '-r',
  ])('refuse %s', (word) => {
    expect(refusedSwitches(['/cases/a.trailglass', word], person)).toEqual([word.split('=')[0]]);
  });

  it('refuse a slash on Windows, where it begins a switch, and nowhere else', () => {
    expect(refusedSwitches(['/inspect'], { ...person, platform: 'win32' })).toEqual(['/inspect']);
    expect(refusedSwitches(['/inspect'], person)).toEqual([]);
  });

  it('take paths, what draws the window, and the sample', () => {
    const words = ['logs', '--sample', '--force-device-scale-factor=2', '--ozone-platform=x11', '-'];
    expect(refusedSwitches(words, person)).toEqual([]);
    expect(refusedSwitches(['--', '--inspect'], person)).toEqual([]);
    expect(refusedSwitches(['-psn_0_12345'], { ...person, platform: 'darwin' })).toEqual([]);
  });

  it('leave root the one switch without which it cannot start', () => {
    expect(refusedSwitches(['--no-sandbox', '--inspect'], { ...person, isRoot: true })).toEqual([
      '--inspect',
    ]);
  });
});
