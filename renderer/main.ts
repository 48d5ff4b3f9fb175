import './app/tokens.css';
import './app/base.css';
import { mount } from 'svelte';
import App from './app/App.svelte';
import { assemble, connectHost } from './app/assemble.ts';
import { loadFonts } from './app/fonts.ts';
import { domPort } from './bridge/dom-port.ts';
import { requestPort } from './bridge/ports.ts';

const target = document.querySelector('#app');
if (!target) throw new Error('The page has no place for the application.');

const host = connectHost(domPort(await requestPort('host')));
const assembly = assemble({ host, engine: async () => domPort(await requestPort('engine')) });
await Promise.all([assembly.loadSettings(), loadFonts()]);
mount(App, { target, props: { assembly } });
