'use client';

import { createContext, type ReactNode, useContext } from 'react';

const Token = createContext('');

/** Under what name a form carries it. */
export const formTokenField = 'form-token';

/** The token of this browser, for what is sent without a form. */
export function useFormToken(): string {
  return useContext(Token);
}

/** Tells every form below it the token of this browser. */
export function FormTokenProvider({ token, children }: { token: string; children: ReactNode }) {
  return <Token value={token}>{children}</Token>;
}

/**
 * Shows the panel that a form is its own. Every form that posts has it: by its `SubmitButton`, or by this where its
 * button is another.
 */
export function FormToken() {
  // Browsers that fill forms in again after a reload would fill in an old one.
  return <input type="hidden" name={formTokenField} value={useFormToken()} autoComplete="off" />;
}
