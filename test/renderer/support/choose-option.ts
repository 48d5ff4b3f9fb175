import { page, userEvent, type Locator } from 'vitest/browser';

/** Opens a select and takes one of its options, as a person does. */
export async function chooseOption(select: Locator, option: string | RegExp): Promise<void> {
  await userEvent.click(select);
  await userEvent.click(page.getByRole('option', { name: option, exact: true }));
}
