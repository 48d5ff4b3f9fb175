import type { Cell } from '../../shared/table/cell.ts';
import { plural } from '../kit/format.ts';
import type { MenuItem } from '../kit/menu.ts';
import { inOrder, wordsFirst, type GridCell, type GridColumn } from './columns.ts';
import { Copying, rowAsJson } from './copy.svelte.ts';
import type { GridProps } from './grid-props.ts';
import { cellAfter, type ActiveCell, type BodyCommand } from './keys.ts';
import { Pages } from './pages.svelte.ts';
import { rowFormats, type RowFormat } from './row-text.ts';
import { RowSelection } from './row-selection.svelte.ts';
import { ScrollView } from './scroll-view.svelte.ts';
import { hasRow, spanBetween } from './selection.ts';

const usualRowHeight = 26;
export const headerHeight = 26;

/** What the model asks of the elements that draw it. */
interface Drawn {
  /** Where a menu for this cell opens. */
  readonly menuPlace: (at: ActiveCell) => { readonly x: number; readonly y: number };
  readonly openHeaderMenu: (column: number) => void;
}

const asText = (cell: Cell): string => (cell === null ? '' : String(cell));

/** The state of a grid and what its commands do; the component draws it and hands it keys and clicks. */
export class GridModel {
  readonly pages = new Pages();
  readonly selection: RowSelection;
  readonly copying = new Copying();
  readonly view: ScrollView;
  readonly #props: () => GridProps;
  readonly #drawn: Drawn;
  /** Undefined until the person chose one: the first that has more than a sign. */
  #activeColumn = $state<number>();
  #rowsMenu = $state.raw<{ readonly x: number; readonly y: number; readonly at: ActiveCell } | null>(null);

  #boundForEnd = $state.raw<{ readonly extends: boolean } | null>(null);

  readonly columns = $derived.by(() => {
    const [first, ...rest] = inOrder(this.#props().columns);
    return first ? [{ ...first, widthPx: first.widthPx + this.#markPx }, ...rest] : [];
  });
  /** The cell the keyboard is on. */
  readonly active = $derived.by<ActiveCell>(() => ({
    row: Math.max(0, this.#props().selectedIndex),
    column: Math.min(this.#activeColumn ?? this.#firstInWords, this.columns.length - 1),
  }));

  constructor(props: () => GridProps, drawn: Drawn) {
    this.#props = props;
    this.#drawn = drawn;
    this.selection = new RowSelection((spans) => props().onselection?.(spans));
    this.view = new ScrollView(() => ({ total: this.pages.total, rowHeight: this.rowHeight, headerHeight }));
  }

  get #firstInWords(): number {
    return Math.max(
      0,
      this.columns.findIndex(({ icon }) => !icon),
    );
  }

  get #markPx(): number {
    const { source, markPx, markColumn, columns } = this.#props();
    return source.line && !columns.some(({ id }) => id === markColumn) ? (markPx ?? 0) : 0;
  }

  /** Tells of columns as the owner knows them, without the room for marks. */
  setColumns(next: readonly GridColumn[]): void {
    const marked = this.columns[0]?.id;
    this.#props().oncolumns?.(
      next.map((column) =>
        column.id === marked ? { ...column, widthPx: column.widthPx - this.#markPx } : column,
      ),
    );
  }

  get rowHeight(): number {
    return this.#props().rowHeight ?? usualRowHeight;
  }
  /** The open menu of several chosen rows. */
  get rowsMenu(): { readonly x: number; readonly y: number; readonly items: readonly MenuItem[] } | null {
    return this.#rowsMenu && { ...this.#rowsMenu, items: this.#itemsOfRows(this.#rowsMenu.at) };
  }

  closeRowsMenu(): void {
    this.#rowsMenu = null;
  }

  /** The person asked for the last row, which is on its way. */
  get isBoundForEnd(): boolean {
    return this.#boundForEnd !== null;
  }

  stayHere(): void {
    this.#boundForEnd = null;
  }

  /** Goes where the person was bound for, when all rows are known. */
  arriveAtEnd(): void {
    const bound = this.#boundForEnd;
    if (bound) this.#move({ kind: 'edge', edge: 'last', extends: bound.extends });
  }

  stop(): void {
    this.pages.stop();
    this.copying.cancel();
  }

  cellAt({ row, column: index }: ActiveCell): GridCell | undefined {
    const column = this.columns[index];
    const data = this.pages.row(row);
    if (!column) return undefined;
    return {
      ...{ row, column, value: data?.value(column.id), id: data?.id },
      above: this.pages.row(row - 1)?.value(column.id),
      of: (field) => data?.value(field),
      together: data?.together(column.id),
    };
  }

  /** `isPointed`: the cell was pointed at, so it is in view already and nothing should move sideways. */
  goTo(next: ActiveCell, extend: boolean, isPointed = false): void {
    if (this.view.geometry.total === 0) return;
    this.stayHere();
    if (extend) this.selection.extendTo(next.row);
    else this.selection.startAt(next.row);
    this.#activeColumn = next.column;
    if (!isPointed) this.view.revealColumn(this.columns, next.column);
    if (next.row === this.#props().selectedIndex) this.view.reveal(next.row);
    else this.#props().onselect(next.row, this.pages.row(next.row)?.id);
  }

  /** On one of several chosen rows the menu is about them, else about the value. */
  openMenu(at: ActiveCell, event?: MouseEvent): void {
    const isOnChosen = this.selection.count > 1 && hasRow(this.selection.spans, at.row);
    if (isOnChosen && this.#props().oncopy) {
      const { x, y } = event ? { x: event.clientX, y: event.clientY } : this.#drawn.menuPlace(at);
      this.#rowsMenu = { x, y, at };
    } else this.#openCellMenu(at, event);
  }

  /** Copies the chosen rows, or the row the person is on. */
  async copyRows(format: RowFormat): Promise<void> {
    const { oncopy, oncopyproblem, rowsToCopy, source, cellText } = this.#props();
    if (!oncopy) return;
    const { spans, count } = this.selection;
    const chosen = count > 0 ? spans : spanBetween(this.active.row, this.active.row);
    const wanted = (await rowsToCopy?.(chosen)) ?? { source, spans: chosen };
    const copied = await this.copying.run({
      ...wanted,
      format,
      columns: wordsFirst(this.columns),
      fields: wanted.source.fields ?? this.pages.fields,
      cellText: cellText ?? ((_column, value) => value),
    });
    if (!copied) return;
    if ('text' in copied) oncopy(copied.text, copied.what);
    else oncopyproblem?.(copied);
  }

  /** Does what a key of the body asks. */
  obey(command: BodyCommand): void {
    const { row, column } = this.active;
    const { onopen } = this.#props();
    if (command.kind === 'move' || command.kind === 'page' || command.kind === 'edge') this.#move(command);
    else if (command.kind === 'open') onopen(row);
    else if (command.kind === 'toggle') this.selection.toggle(row);
    else if (command.kind === 'extend') this.selection.addTo(row);
    else if (command.kind === 'select-all') this.selection.all(this.view.geometry.total);
    else if (command.kind === 'clear') this.selection.clear();
    else if (command.kind === 'menu') this.openMenu(this.active);
    else if (command.kind === 'header-menu') this.#drawn.openHeaderMenu(column);
    else if (command.kind === 'unfold' || command.kind === 'fold')
      this.#setOpen(row, command.kind === 'unfold');
    else if (command.kind === 'include' || command.kind === 'exclude') this.#filterBy(command.kind);
    else if (command.kind === 'copy-rows') void this.copyRows(command.format);
    else void this.#copyOne(command.kind);
  }

  #move(command: Extract<BodyCommand, { readonly kind: 'move' | 'page' | 'edge' }>): void {
    if (command.kind === 'edge' && command.edge === 'last' && this.#props().source.growing) {
      this.#boundForEnd = { extends: command.extends };
      return;
    }
    const isFirstStep = this.#props().selectedIndex < 0 && command.kind === 'move';
    const grid = { geometry: this.view.geometry, columns: this.columns.length };
    this.goTo(isFirstStep ? this.active : cellAfter(this.active, command, grid), command.extends);
  }

  #filterBy(kind: 'include' | 'exclude'): void {
    const { oninclude, onexclude } = this.#props();
    const target = this.cellAt(this.active);
    if (target && target.value !== undefined) (kind === 'include' ? oninclude : onexclude)?.(target);
  }

  #openCellMenu(at: ActiveCell, event?: MouseEvent): void {
    const target = this.cellAt(at);
    if (!target || target.value === undefined) return;
    const { x: clientX, y: clientY } = this.#drawn.menuPlace(at);
    this.#props().oncellmenu?.(target, event ?? new MouseEvent('contextmenu', { clientX, clientY }));
  }

  #itemsOfRows(at: ActiveCell): MenuItem[] {
    const { rowItems, oncellmenu } = this.#props();
    const valueItem: MenuItem = {
      label: 'This value…',
      separatorBefore: true,
      onselect: () => this.#openCellMenu(at),
    };
    return [
      ...rowFormats.map(({ format, label, keys }) => ({
        label: `Copy ${plural(this.selection.count, 'row')} as ${label}`,
        hint: keys,
        onselect: () => void this.copyRows(format),
      })),
      ...(rowItems?.(this.selection.spans) ?? []),
      ...(oncellmenu ? [valueItem] : []),
      { label: 'Clear the selection', hint: 'Escape', onselect: () => this.selection.clear() },
    ];
  }

  async #copyOne(kind: 'copy-cell' | 'copy-row'): Promise<void> {
    const { oncopy, recordText, cellText } = this.#props();
    const target = this.cellAt(this.active);
    if (!oncopy || !target || target.value === undefined) return;
    const shown = (column: GridColumn, value: Cell): Cell => cellText?.(column, value) ?? value;
    if (kind === 'copy-cell') {
      oncopy(asText(shown(target.column, target.value)), target.column.title);
      return;
    }
    const data = this.pages.row(target.row);
    const text = recordText
      ? await recordText(target.row, target.id)
      : rowAsJson(this.columns, (column) => shown(column, data?.value(column.id) ?? null));
    oncopy(text, 'row as JSON');
  }

  /** Opens or closes a line; closing from a row inside goes to its line first. */
  #setOpen(row: number, isOpen: boolean): void {
    const line = this.pages.row(row)?.line;
    if (line?.isOpen === !isOpen) line.toggle?.();
    else if (!isOpen && line?.parent !== undefined)
      this.goTo({ row: line.parent, column: this.active.column }, false);
  }
}
