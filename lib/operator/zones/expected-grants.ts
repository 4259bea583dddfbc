import type { AppRole } from '../../database/roles.ts';

/**
 * Everything that anybody but the owners may do in the two databases. A migration that grants more, or
 * a hand that did, makes `zones` fail until it is written down here too, where it is read in review.
 * The worker may do anything in its queue's own schema, which is not listed.
 */
export const expectedGrants: Record<
  'auth' | 'manager',
  Partial<Record<AppRole, Record<string, string>>>
> = {
  auth: {
    auth_app: {
      database: 'CONNECT',
      'schema public': 'USAGE',
      'table subject': 'SELECT INSERT UPDATE',
      'table password': 'SELECT INSERT UPDATE',
      'table hashes_sealed': 'SELECT INSERT',
      'table key_version': 'SELECT INSERT UPDATE DELETE',
      'table key_holder': 'SELECT INSERT UPDATE DELETE',
      'table key_rotation': 'SELECT INSERT UPDATE',
      'table totp': 'SELECT INSERT UPDATE DELETE',
      'table recovery_code': 'SELECT INSERT UPDATE DELETE',
      'table link': 'SELECT INSERT UPDATE DELETE',
      'table link_request': 'SELECT INSERT UPDATE DELETE',
      'table setup': 'SELECT INSERT UPDATE DELETE',
      'table challenge': 'SELECT INSERT UPDATE DELETE',
      'table yes_grant': 'SELECT INSERT UPDATE DELETE',
      'table known_source': 'SELECT INSERT UPDATE DELETE',
      'table throttle': 'SELECT INSERT UPDATE DELETE',
      'table reset': 'SELECT INSERT',
      'table reset_subject': 'SELECT INSERT',
      'table wrapping': 'SELECT INSERT UPDATE',
      'table wrapping_skipped': 'SELECT INSERT DELETE',
      'table password_census': 'SELECT INSERT',
      'table journal': 'INSERT',
      'table journal_head': 'SELECT UPDATE',
      'table journal_checkpoint': 'SELECT INSERT',
      'sequence link_request_id_seq': 'USAGE',
    },
    journal_app: {
      database: 'CONNECT',
      'schema public': 'USAGE',
      'table journal': 'SELECT',
      'table journal_head': 'SELECT',
      'table journal_checkpoint': 'SELECT',
    },
  },
  manager: {
    manager_app: {
      database: 'CONNECT',
      'schema public': 'USAGE',
      'table customer': 'SELECT INSERT',
      'table customer (name)': 'UPDATE',
      'table customer (company)': 'UPDATE',
      'table customer (language)': 'UPDATE',
      'table session': 'SELECT INSERT',
      'table session (last_used_at)': 'UPDATE',
      'table session (ended_at)': 'UPDATE',
      'table session (second_factor)': 'UPDATE',
      'table activity': 'SELECT INSERT',
      'sequence activity_id_seq': 'USAGE',
      'table reset': 'SELECT INSERT',
      'table reset (state)': 'UPDATE',
      'table reset (cutoff)': 'UPDATE',
      'table reset_subject': 'SELECT INSERT',
      'table reset_notice': 'SELECT',
      'function queue_job(queueable_task,json,text,interval)': 'EXECUTE',
    },
    worker_app: {
      database: 'CONNECT',
      'schema public': 'USAGE',
      'table customer': 'SELECT',
      'table activity': 'INSERT',
      'sequence activity_id_seq': 'USAGE',
      'table reset': 'SELECT',
      'table reset (state)': 'UPDATE',
      'table reset (cutoff)': 'UPDATE',
      'table reset_subject': 'SELECT',
      'table reset_notice': 'SELECT INSERT',
      'table reset_notice (claimed_at)': 'UPDATE',
      'table reset_notice (sent_at)': 'UPDATE',
      'table reset_notice (error)': 'UPDATE',
      'function queue_job(queueable_task,json,text,interval)': 'EXECUTE',
    },
    operator_app: {
      database: 'CONNECT',
      'schema public': 'USAGE',
      'table customer': 'SELECT INSERT',
      'table activity': 'INSERT',
      'sequence activity_id_seq': 'USAGE',
    },
  },
};
