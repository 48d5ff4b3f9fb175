import { BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron';
import type { Log } from './log.ts';
import { pageUrl } from './page-address.ts';
import type { Settings, WindowBounds } from './settings.ts';

const defaultSize = { width: 1440, height: 900 };
const minimumSize = { minWidth: 1024, minHeight: 640 };
/** The page’s own ground (`--bg-0`), so that nothing flashes before it is painted. */
const ground = { dark: '#0f1216', light: '#ffffff' };
const MIN_VISIBLE_PX = 100;
const RELOAD_AGAIN_MS = 60_000;

/** The remembered place if enough of it lies on a display that is still there. */
export function placeOnDisplays(
  bounds: WindowBounds | null,
  displays: readonly Rectangle[],
): Partial<Rectangle> {
  if (!bounds) return defaultSize;
  const { x, y, width, height } = bounds;
  const isVisible = displays.some(
    (area) =>
      Math.min(x + width, area.x + area.width) - Math.max(x, area.x) >= MIN_VISIBLE_PX &&
      Math.min(y + height, area.y + area.height) - Math.max(y, area.y) >= MIN_VISIBLE_PX,
  );
  return isVisible ? { x, y, width, height } : { width, height };
}

/** What a window needs. */
export interface WindowOptions {
  readonly preload: string;
  readonly settings: Settings;
  readonly log: Log;
  readonly isDevelopment: boolean;
}

/** Opens a window with our page. It shows itself once there is something to see. */
export function openWindow({ preload, settings, log, isDevelopment }: WindowOptions): BrowserWindow {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...placeOnDisplays(settings.bounds, areas),
    ...minimumSize,
    show: false,
    title: 'Trailglass',
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: isDevelopment,
    },
  });
  if (settings.bounds?.isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', () => {
    settings.bounds = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
  });
  surviveRendererCrash(window, log);
  void window.loadURL(pageUrl).catch((error: unknown) => log.error('the page could not be loaded', error));
  return window;
}

function surviveRendererCrash(window: BrowserWindow, log: Log): void {
  let reloadedAtMs = -Infinity;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error('the page’s process ended', { reason, exitCode });
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    if (performance.now() - reloadedAtMs < RELOAD_AGAIN_MS) {
      window.destroy();
      return;
    }
    reloadedAtMs = performance.now();
    void window.loadURL(pageUrl).catch((error: unknown) => log.error('the page could not be loaded', error));
  });
}
