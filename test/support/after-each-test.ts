import { afterEach } from 'vitest';
import { removeTempFolders } from './temp.ts';

afterEach(removeTempFolders);
