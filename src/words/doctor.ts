/** The kinds of places that are set up in a way of their own, each with its section in docs/places.md. */
export type PlaceKind =
  | 'machine'
  | 'virtual machine'
  | 'vagrant'
  | 'container'
  | 'devcontainer'
  | 'codespaces'
  | 'lima'
  | 'orbstack'
  | 'wsl'
  | 'github'
  | 'gitlab'

/** Where the doctor stands. */
export interface Place {
  readonly kind: PlaceKind
  /** What made the container that this is, as it calls itself: `podman`. */
  readonly container?: string
  /** What the machine runs on, where it is a virtual one, as systemd-detect-virt(1) says: `kvm`. */
  readonly machine?: string
}

/** What a place may be good for; `others` is to play and to grade programs that nobody trusts. */
export const uses = ['labs', 'tracepoints', 'others'] as const
export type Use = (typeof uses)[number]

/** What keeps users from making namespaces of their own: a kernel parameter, or something that does not say so. */
export type Restriction = 'apparmor' | 'clone' | 'none left' | 'unsaid'

/** What each lack costs, and how to get what is lacking. */
type Lack =
  | 'kernel'
  | 'hz'
  | 'ipv6'
  | 'veth'
  | 'capture'
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
    Record<
      | 'namespaces'
      | 'user namespaces'
      | 'kernel'
      | 'to hold'
      | 'to duplicate'
      | 'to narrow'
      | 'capture'
      | 'sandbox'
      | 'control groups'
      | 'place',
      string
    >
  >
  /** Where this is, and what it is good for. */
  readonly place: {
    stands(place: Place, has: readonly Use[], lacks: readonly Use[]): string
    page(section: string): string
    /** How to get what is lacking there, where a place has a way of its own. */
    readonly advice: Readonly<Partial<Record<PlaceKind, Readonly<Partial<Record<Use, string>>>>>>
  }
  readonly costs: Readonly<Record<Lack, string>>
  /** What a fault needs of the kernel and its tools, which the network says in English. */
  readonly restrictions: Readonly<Record<Restriction, string>>
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
    restricted(by: Exclude<Restriction, 'unsaid'>, why: string): string
  } & Readonly<
    Record<
      | 'here'
      | 'noIpv6'
      | 'nftables'
      | 'capture'
      | 'untried'
      | 'unrestricted'
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
