import { Notice } from '../../components/ui/notice.tsx';
import { Section } from '../../components/ui/section.tsx';
import { InBothThemes } from './in-both-themes.tsx';

/** What answers, and what opens. */
export function Surfaces() {
  return (
    <>
      <Section
        title="Notices"
        intro="Above what they are about. Each says what happened and what to do next; a bad one is read out at once."
      >
        <InBothThemes>
          {() => (
            <>
              <Notice tone="info">Times in files are in UTC.</Notice>
              <Notice tone="good">Your password was changed.</Notice>
              <Notice tone="warn" title="That is not known yet">
                We go on asking by ourselves. Load the page again in a minute.
              </Notice>
              <Notice tone="bad" title="That was refused">
                Each code works once. Wait for the next one and try again.
              </Notice>
            </>
          )}
        </InBothThemes>
      </Section>
      <Section
        title="More, where it is wanted"
        intro="The browser’s own, which works without a script. There is no dialog: what must be confirmed has a page of its own, which can be read in peace, linked to and left."
      >
        <details>
          <summary>As a table</summary>
          <p className="mt-2">What was folded away.</p>
        </details>
      </Section>
    </>
  );
}
