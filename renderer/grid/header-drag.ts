const dragStartsPx = 5;

type Press = PointerEvent & { readonly currentTarget: HTMLElement };

/** What a press on a header may become. */
export interface HeaderPress {
  readonly canMove: boolean;
  /** The place among the headers that the pointer is at. */
  readonly placeAt: (clientX: number) => number;
  /** Where it would be dropped now; undefined once the press is over. */
  readonly onplace: (place: number | undefined) => void;
  readonly ondrop: (place: number) => void;
  readonly onclick: (adds: boolean) => void;
}

/** Follows a press on a header: a click, or a drag of its column to another place. */
export function pressHeader(event: Press, press: HeaderPress): void {
  if (event.button !== 0) return;
  const cell = event.currentTarget;
  const startX = event.clientX;
  const adds = event.shiftKey;
  let place: number | undefined;
  cell.setPointerCapture(event.pointerId);
  cell.onpointermove = (move) => {
    const isDragging = place !== undefined || Math.abs(move.clientX - startX) > dragStartsPx;
    if (!press.canMove || !isDragging) return;
    place = press.placeAt(move.clientX);
    press.onplace(place);
  };
  cell.onpointerup = () => {
    if (place === undefined) press.onclick(adds);
    else press.ondrop(place);
  };
  cell.onlostpointercapture = () => {
    cell.onpointermove = null;
    cell.onpointerup = null;
    press.onplace(undefined);
  };
}

/** Follows a drag of a header's edge; says how far it is from where it began. */
export function dragEdge(event: Press, onmove: (byPx: number) => void): void {
  if (event.button !== 0) return;
  event.stopPropagation();
  const handle = event.currentTarget;
  const { clientX } = event;
  handle.setPointerCapture(event.pointerId);
  handle.onpointermove = (move) => onmove(move.clientX - clientX);
  handle.onlostpointercapture = () => {
    handle.onpointermove = null;
  };
}
