/**
 * As the `ref` of what takes the place of a form: the button that had the keyboard is gone, and whoever cannot see
 * the page would be nowhere. Goes with `tabIndex={-1}`.
 */
export function takeFocus(arrived: HTMLElement | null): void {
  arrived?.focus();
}
