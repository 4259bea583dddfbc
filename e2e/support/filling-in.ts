import type { Page } from '@playwright/test';

/**
 * What keeps a password manager, or a phone that offers the code it was sent, from filling in the fields of a page.
 */
export async function faultsOfFields(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const passwords = ['current-password', 'new-password'];
    // Behind a mailed link nobody is named: it may have been stolen. The password is filed when it is first used.
    const nameless = ['/reset', '/invitation'].includes(location.pathname);
    const addresses = ['username', 'username webauthn', 'email', 'off'];
    for (const field of document.querySelectorAll('input')) {
      const { type, name, autocomplete, inputMode, form } = field;
      const fault = (words: string) => faults.push(`${words}: ${field.outerHTML.slice(0, 160)}`);
      if (field.hasAttribute('onpaste') || field.getAttribute('autocomplete') === '') fault('odd');
      if (type === 'password') {
        if (!passwords.includes(autocomplete)) fault('a password without its name');
        const file = form?.querySelector<HTMLInputElement>('[autocomplete^=username]');
        if (!file && !nameless) fault('a password that is filed under nobody');
        // What stands there is filed: a name that is not typed must be there already.
        else if (file?.readOnly && !file.value.includes('@')) fault('filed under an empty name');
      }
      if (type === 'email' && !addresses.includes(autocomplete))
        fault('an address without its name');
      if (name === 'code' || (name === 'proof' && type !== 'password')) {
        const digits =
          autocomplete === 'one-time-code' && (name === 'proof' || inputMode === 'numeric');
        const kept = autocomplete === 'off' && field.maxLength === 64;
        if (!digits && !kept) fault('a code without its name');
      }
      if (type === 'text' && !autocomplete)
        fault('a text that a browser may fill in with anything');
    }
    return faults;
  });
}
