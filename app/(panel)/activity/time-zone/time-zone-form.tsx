'use client';

import { useActionState, useSyncExternalStore } from 'react';
import { Select } from '../../../../components/ui/select.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { setTimeZone } from './actions.ts';

interface Props {
  current: string;
  zones: string[];
  words: Record<'zone' | 'submit' | 'browser' | 'pending', string>;
}

/** Chooses a zone; the browser's own is offered where it is another. */
export function TimeZoneForm({ current, zones, words }: Props) {
  const [state, action] = useActionState(setTimeZone, {});
  const own = useSyncExternalStore(
    () => () => {},
    () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => current,
  );
  return (
    <form action={action} className="space-y-5">
      <Select
        label={words.zone}
        name="zone"
        defaultValue={state.values?.zone ?? current}
        options={zones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
        error={state.errors?.zone}
      />
      <p className="flex flex-wrap gap-3">
        <SubmitButton pendingText={words.pending}>{words.submit}</SubmitButton>
        {own && own !== current ? (
          <SubmitButton tone="plain" name="browserZone" value={own}>
            {words.browser.replace('{zone}', own.replaceAll('_', ' '))}
          </SubmitButton>
        ) : null}
      </p>
    </form>
  );
}
