import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import SqlEditor from '../../../renderer/editor/SqlEditor.svelte';

it('an editor’s styles carry the nonce of the page', async () => {
  const meta = document.createElement('meta');
  meta.name = 'style-nonce';
  meta.content = 'c29tZS1ub25jZQ==';
  document.head.append(meta);
  await render(SqlEditor, {
    text: 'select 1',
    schema: [],
    onchange: () => undefined,
    onrun: () => undefined,
  });
  // CodeMirror's class names begin with this letter; the page's own styles come as files.
  const styles = [...document.querySelectorAll('style')].filter((style) => style.textContent.includes('.ͼ'));
  expect(styles.length).toBeGreaterThan(0);
  for (const style of styles) expect(style.nonce).toBe('c29tZS1ub25jZQ==');
  meta.remove();
});
