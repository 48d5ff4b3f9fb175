import { commandOf } from '../../services/commands.svelte.ts';
import type { Feature } from '../../services/feature.ts';
import ExportEvents from './ExportEvents.svelte';
import ExportResult from './ExportResult.svelte';

/** Files of events and of query results. */
export const exporting: Feature = {
  commands: (trail) => {
    const command = commandOf('explore', trail, {
      name: 'export',
      title: 'Export events…',
      keys: 'Ctrl+Shift+E',
    });
    // The console exports its own result, when it has one.
    const isElsewhere = (): boolean => trail.screens.current !== 'sql';
    return [{ ...command, isEnabled: () => isElsewhere() && command.isEnabled?.() !== false }];
  },
  eventTool: { at: 'end', Tool: ExportEvents },
  ResultTool: ExportResult,
};
