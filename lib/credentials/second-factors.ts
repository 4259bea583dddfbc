import type { SecondFactorMethod, VerdictOf } from '../auth/contract.ts';

type Factors = Extract<VerdictOf<'describe-factors'>, { verdict: 'yes' }>;

/** By what a customer can prove a second factor; none where there is none. */
export function methodsOf(factors: Factors): SecondFactorMethod[] {
  const { totpSince, passkeys, recoveryCodesLeft } = factors;
  return [
    ...(totpSince ? (['totp'] as const) : []),
    ...(passkeys > 0 ? (['passkey'] as const) : []),
    ...(recoveryCodesLeft > 0 ? (['recovery-code'] as const) : []),
  ];
}

/** The one that was asked for, where it is among them; else the first. */
export function chooseMethod(
  methods: SecondFactorMethod[],
  asked: string | string[] | undefined,
): SecondFactorMethod {
  return methods.find((one) => one === asked) ?? methods[0] ?? 'totp';
}
