const holdMs = 500;
const slackPx = 10;
/** Within this time after ours, the system's own menu event for the same press is the second one. */
const twinMs = 1_000;

/**
 * Lets a finger that rests on something ask for its menu as the right mouse button does. Chromium does so by itself on
 * some systems and on others not, so a press that brought no menu event gets one, and never two. The answer ends it.
 */
export function openMenusOnLongPress(target: Window): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start: PointerEvent | undefined;
  let asked = Number.NEGATIVE_INFINITY;
  let isOurs = false;
  let hasOpened = false;

  const forget = (): void => {
    clearTimeout(timer);
    start = undefined;
  };
  const ask = ({ target: element, clientX, clientY }: PointerEvent): void => {
    if (!(element instanceof Element)) return;
    asked = performance.now();
    hasOpened = true;
    isOurs = true;
    element.dispatchEvent(
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true, composed: true, clientX, clientY }),
    );
    isOurs = false;
  };
  const down = (event: PointerEvent): void => {
    forget();
    if (event.pointerType !== 'touch' || !event.isPrimary) return;
    start = event;
    timer = setTimeout(() => ask(event), holdMs);
  };
  const move = (event: PointerEvent): void => {
    if (!start || event.pointerId !== start.pointerId) return;
    if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > slackPx) forget();
  };
  const menu = (event: MouseEvent): void => {
    if (isOurs) return;
    forget();
    const isTouch = event instanceof PointerEvent && event.pointerType === 'touch';
    if (!isTouch || performance.now() - asked > twinMs) return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** The end of a press that opened a menu is no click on what lies under it, and must not take the focus there. */
  const release = (event: TouchEvent): void => {
    if (hasOpened && event.cancelable) event.preventDefault();
    hasOpened = false;
  };

  const stop = new AbortController();
  const options = { capture: true, passive: false, signal: stop.signal };
  target.addEventListener('pointerdown', down, options);
  target.addEventListener('pointermove', move, options);
  target.addEventListener('pointerup', forget, options);
  target.addEventListener('pointercancel', forget, options);
  target.addEventListener('contextmenu', menu, options);
  target.addEventListener('touchend', release, options);
  return () => {
    forget();
    stop.abort();
  };
}
