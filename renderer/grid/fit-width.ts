const paddingPx = 16;
const sparePx = 4;

/** The width at which nothing of a drawn column is cut; `place` is its `aria-colindex`. */
export function widthToFit(grid: HTMLElement | undefined, place: number): number {
  const cells = [...(grid?.querySelectorAll<HTMLElement>(`[aria-colindex="${place}"]`) ?? [])];
  const range = document.createRange();
  const widths = cells.map((cell) => {
    // A header holds more than its title: the sort's arrow.
    const title = cell.querySelector<HTMLElement>('.title');
    const content = title ?? cell;
    range.selectNodeContents(content);
    const cutOff = [content, ...content.querySelectorAll<HTMLElement>('*')].map(
      (each) => each.scrollWidth - each.clientWidth,
    );
    return range.getBoundingClientRect().width + (title ? paddingPx : 0) + Math.max(0, ...cutOff);
  });
  return Math.ceil(Math.max(0, ...widths)) + paddingPx + sparePx;
}
