import { derivedTables } from '../../electron/engine/all-derived-tables.ts';
import { shapeOf } from '../../electron/engine/derive/derived-table.ts';

/** The derived tables of the product, as opening a database wants them. */
export const derivedShapes = derivedTables.map(shapeOf);
