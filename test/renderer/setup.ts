import '../../renderer/app/tokens.css';
import '../../renderer/app/base.css';
import { beforeAll, beforeEach } from 'vitest';
import { loadFonts } from '../../renderer/app/fonts.ts';

document.documentElement.dataset['theme'] = 'dark';
document.documentElement.lang = 'en';

beforeAll(loadFonts);

beforeEach(() => {
  document.documentElement.dataset['theme'] = 'dark';
  localStorage.clear();
});
