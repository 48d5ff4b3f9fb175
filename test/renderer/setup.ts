import '../../renderer/app/tokens.css';
import '../../renderer/app/base.css';
import { beforeEach } from 'vitest';

document.documentElement.dataset['theme'] = 'dark';
document.documentElement.lang = 'en';

beforeEach(() => {
  document.documentElement.dataset['theme'] = 'dark';
  localStorage.clear();
});
