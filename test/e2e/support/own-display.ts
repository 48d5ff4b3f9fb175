import { afterAll } from 'vitest';
import { startDisplay } from '../../../build-resources/scripts/lib/display.mjs';

// A display has one clipboard: files that run beside each other would paste what the other has copied.
if (process.platform === 'linux') {
  const display = await startDisplay();
  process.env['DISPLAY'] = display.name;
  delete process.env['WAYLAND_DISPLAY'];
  afterAll(() => display.stop());
}
