/** What each lack costs, and how to get what is lacking. */
type Lack =
  | 'kernel'
  | 'hz'
  | 'ipv6'
  | 'veth'
  | 'namespaces'
  | 'tracepoints'
  | 'sudo'
  | 'node'
  | 'npm'
  | 'rawSocket'
  | 'runs'
  | 'sandbox'
  | 'controlGroups'

/** What the doctor says of this machine; what a tool or the kernel said is told in its own words. */
export interface DoctorWords {
  /** Of what was looked for, where its name is a word. */
  readonly names: Readonly<
    Record<'namespaces' | 'kernel' | 'to hold' | 'to duplicate' | 'to narrow' | 'sandbox' | 'control groups', string>
  >
  readonly costs: Readonly<Record<Lack, string>>
  /** What a fault needs of the kernel and its tools, which the network says in English. */
  needs(fault: 'lose' | 'hold' | 'duplicate' | 'narrow', english: string): string
  fault(fault: 'hold' | 'duplicate' | 'narrow', needs: string): string
  nftables(needs: string): string
  tool(debian: string, vital: boolean): string
  readonly found: {
    kernel(release: string, has: boolean): string
    hz(hz: number, from: string): string
    tool(version: string, debian: string): string
    node(version: string, own: boolean, file: string): string
    rawSocket(why: string): string
    runs(folder: string): string
    runsClosed(folders: readonly string[]): string
    asks(user: string): string
  } & Readonly<
    Record<
      | 'here'
      | 'noIpv6'
      | 'nftables'
      | 'untried'
      | 'noUnshare'
      | 'root'
      | 'sudo'
      | 'user'
      | 'sudoNotNeeded'
      | 'sudoInUse'
      | 'notInPath'
      | 'sudoNotAllowed'
      | 'sudoNotUsed'
      | 'noTracefs'
      | 'tracefsForRoot'
      | 'tracefs'
      | 'loads'
      | 'noBwrap'
      | 'sandbox'
      | 'bounds'
      | 'noBounds',
      string
    >
  >
  readonly verdicts: Readonly<Record<'canRun' | 'next' | 'cannotRun' | 'install' | 'canGrade' | 'cannotGrade', string>>
}
