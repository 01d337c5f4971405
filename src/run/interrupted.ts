/** The run was told to stop, by Ctrl+C, a signal, or because whoever started it is gone. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
