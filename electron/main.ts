import { fileURLToPath } from 'node:url';
import { runApp } from './main/app.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

runApp({ preload: here('./preload.cjs'), utility: here('./utility.js'), page: here('../renderer') });
