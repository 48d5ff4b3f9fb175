import Terminal from '@lucide/svelte/icons/square-terminal';
import type { Feature } from '../../services/feature.ts';
import { storedTabs } from '../../state/stored-console.ts';
import SqlPage from './SqlPage.svelte';

/** Questions in SQL. */
export const sqlConsole: Feature = {
  screen: {
    name: 'sql',
    Page: SqlPage,
    isUnscoped: true,
    entry: { title: 'SQL', icon: Terminal, keys: 'g q' },
  },
  stored: (trail) => [storedTabs(trail.sqlConsole)],
  panelKeys: [
    {
      panel: 'In the SQL console',
      keys: [
        { keys: 'Ctrl+Space', title: 'Complete tables, columns, functions' },
        { keys: 'Ctrl+/', title: 'Make the line a comment, or no comment' },
        { keys: 'Tab', title: 'Indent; Escape first to leave the editor' },
        { keys: 'F2 Delete', title: 'On a tab: rename it, close it' },
      ],
    },
  ],
};
