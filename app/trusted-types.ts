/**
 * Where text may still become a script's address or markup, in the browser: the files of the build, which Next's
 * loader names by text and knows again by that very text, and the one empty element by which React makes a script.
 * All else is refused by `require-trusted-types-for`. Runs before any other script of a page.
 */
export const trustedTypes = `window.trustedTypes&&trustedTypes.createPolicy('default',{
createScriptURL(text){const url=new URL(text,location.origin);
if(url.origin===location.origin&&/^\\/_next\\/static\\/[\\w./~-]+\\.js$/.test(url.pathname))return text;
throw new TypeError('not a script of the panel')},
createHTML(text){if(text==='<script><\\/script>')return text;throw new TypeError('no markup from text')}})`;
