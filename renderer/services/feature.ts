import type { LucideIcon } from '@lucide/svelte';
import type { Component } from 'svelte';
import type { Cell } from '../../shared/table/cell.ts';
import type { MenuItem } from '../kit/menu.ts';
import type { ScreenName, Screens } from '../state/screens.svelte.ts';
import type { SqlResult } from '../state/sql-tab.svelte.ts';
import type { StoredPart } from '../state/stored-part.ts';
import type { Trail, TrailParts } from '../state/trail.ts';
import type { PointedValue } from '../state/value-menu.svelte.ts';
import type { Command } from './commands.svelte.ts';

/** A screen of an open workspace. */
export interface FeatureScreen {
  readonly name: ScreenName;
  readonly Page: Component;
  /** Stands in the bar of the scope, which makes one line of both where there is room. */
  readonly ScopeTools?: Component;
  /** It stays as it is while another screen is in front: where it was scrolled to, what is open, what it answered. */
  readonly isKept?: boolean;
  /** It shows the whole archive, whatever the scope leaves out; the scope is not shown on it. */
  readonly isUnscoped?: boolean;
  /** Its entry in the rail and the keys that go there; without one the screen is reached from a value. */
  readonly entry?: {
    readonly title: string;
    readonly icon: LucideIcon;
    readonly keys: string;
    /** Whether what is in front belongs to it though it is another screen. */
    readonly holds?: (screens: Pick<Screens, 'current' | 'params'>) => boolean;
  };
}

/** Keys that one kind of panel understands while it has the focus. */
export interface PanelKeys {
  readonly panel: string;
  readonly keys: readonly { readonly keys: string; readonly title: string }[];
}

/** What a cell of the event grid gets to draw. */
export interface FieldCellProps {
  readonly field: string;
  readonly value: Cell;
  readonly eventId: string | undefined;
}

/** What the event grid lets others add to its tools. */
export interface EventTool {
  /** Before the grid's own tools, or after them. */
  readonly at: 'start' | 'end';
  readonly Tool: Component;
}

/** Everything the application knows of a feature: its screen, and what it adds elsewhere. */
export interface Feature {
  readonly screen?: FeatureScreen;
  /** What it can do on every screen of the workspace; a screen registers the rest while it is in front. */
  readonly commands?: (trail: Trail) => readonly Command[];
  /** Keys its panels read themselves, for the shortcut sheet. */
  readonly panelKeys?: readonly PanelKeys[];
  /** What of it the workspace keeps from one opening to the next. */
  readonly stored?: (trail: TrailParts) => readonly StoredPart[];
  /** Dialogs and messages that every screen of the workspace has. */
  readonly Host?: Component;
  /** Entries in the menu of a value that lead to its pages. */
  readonly valuePages?: (target: PointedValue, screens: Pick<Screens, 'go'>) => readonly MenuItem[];
  /** Cells of fields that change under the person's hands, by field. */
  readonly cells?: Readonly<Record<string, Component<FieldCellProps>>>;
  readonly eventTool?: EventTool;
  /** A section of the event detail, above the record. */
  readonly EventSection?: Component<{ eventId: string }>;
  /** A tool beside the result of a query. */
  readonly ResultTool?: Component<{ result: SqlResult }>;
}
