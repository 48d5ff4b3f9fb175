import { tick, untrack } from 'svelte';
import { useFront } from '../state/front.ts';
import type { ScreenName } from '../state/screens.svelte.ts';
import type { Trail } from '../state/trail.ts';

/** Something the person can do by name: from the palette, by a key, from the host's menu. */
export interface Command {
  /** Stable name, kebab-case: `focus-search`, `save-view`. */
  readonly name: string;
  /** A verb phrase, as the palette and the shortcut sheet show it. */
  readonly title: string;
  /** As in the shortcut sheet: `Ctrl+S`, or `g e` for keys one after the other. */
  readonly keys?: string;
  /** Other strokes that do the same. */
  readonly alsoKeys?: readonly string[];
  /** Its heading in the shortcut sheet; without one it belongs to the screen in front. */
  readonly group?: string;
  /** Left out of the palette and of the keys while false. */
  readonly isEnabled?: () => boolean;
  readonly run: () => void;
}

/** Headings of the shortcut sheet for what can be done on every screen. */
export const commandGroups = {
  screens: 'Screens',
  history: 'Steps and ways',
  everywhere: 'Everywhere',
} as const;

/** What can be done at the moment. A screen that registers a name again takes it over until it goes. */
class Commands {
  #registered = $state.raw<readonly Command[]>([]);

  /** Makes a command available; the answer takes it away again. */
  register(command: Command): () => void {
    untrack(() => (this.#registered = [...this.#registered, command]));
    return () => untrack(() => (this.#registered = this.#registered.filter((one) => one !== command)));
  }

  /** All there are here, whether they can be done now or not. */
  get all(): readonly Command[] {
    return [...new Map(this.#registered.map((command) => [command.name, command])).values()];
  }

  get enabled(): readonly Command[] {
    return this.all.filter((command) => command.isEnabled?.() !== false);
  }

  /** True when somebody took the command. */
  run(name: string): boolean {
    const command = this.enabled.find((one) => one.name === name);
    command?.run();
    return command !== undefined;
  }
}

export const commands = new Commands();

/** Registers commands for as long as the component lives and its screen is in front. */
export function useCommands(...list: readonly Command[]): void {
  const isInFront = useFront();
  $effect(() => {
    if (!isInFront()) return undefined;
    const undo = list.map((command) => commands.register(command));
    return () => {
      for (const forget of undo) forget();
    };
  });
}

/** A command that one screen registers while it is in front, for all other screens: it goes there first. */
export const commandOf = (
  screen: ScreenName,
  { session, screens }: Pick<Trail, 'session' | 'screens'>,
  command: Omit<Command, 'group' | 'isEnabled' | 'run'>,
): Command => ({
  ...command,
  group: commandGroups.everywhere,
  isEnabled: () => session.info !== null && screens.current !== screen,
  run: () => {
    screens.go(screen);
    // The screen registers its own command of this name while it is mounted.
    void tick().then(() => commands.run(command.name));
  },
});
