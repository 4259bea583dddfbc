import 'server-only';
import { text } from '../../../components/form-state.ts';
import {
  type MessageField,
  messageFields,
  type ReadMessage,
  readMessage,
} from '../../../lib/resets/message.ts';
import { sayMessageFaults } from './message-words.ts';

/** Far more than is taken: so much is given back to whoever typed too much. */
const givenBackMax = 10_000;

/** The message of a form, with what is wrong with it and what was typed, whatever else is wrong. */
export async function readMessageForm(form: FormData): Promise<{
  message: ReadMessage['message'];
  errors: Partial<Record<MessageField, string>>;
  values: Partial<Record<MessageField, string>>;
}> {
  const { message, faults } = readMessage((field) => text(form, field));
  const values = messageFields.map((field) => [field, text(form, field).slice(0, givenBackMax)]);
  return {
    message,
    errors: await sayMessageFaults(faults),
    values: Object.fromEntries(values),
  };
}
