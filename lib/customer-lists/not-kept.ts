/** Why nothing was kept of a list. `unreadable`: the file broke off, or is not what it says. */
export type ListRefused = 'empty' | 'too-many' | 'too-often' | 'unreadable';

/** Ends reading a list of which nobody is kept. */
export class NotKept extends Error {
  readonly because: ListRefused | 'bad-lines';
  constructor(because: ListRefused | 'bad-lines') {
    super(because);
    this.because = because;
  }
}
