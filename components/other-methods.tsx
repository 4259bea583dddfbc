import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { SecondFactorMethod } from '../lib/auth/contract.ts';

interface Props {
  page: string;
  methods: SecondFactorMethod[];
  /** The one at hand. */
  method: SecondFactorMethod;
}

/** Ways to prove a second factor by another of one's own. */
export async function OtherMethods({ page, methods, method }: Props) {
  const t = await getTranslations('passkeys.instead');
  const others = methods.filter((one) => one !== method);
  if (others.length === 0) return null;
  return (
    <ul className="space-y-2">
      {others.map((one) => (
        <li key={one}>
          <Link href={`${page}?with=${one}`} prefetch={false}>
            {t(one)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
