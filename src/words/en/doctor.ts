import type { DoctorWords, Place, PlaceKind, Use } from '../doctor.ts'

const noTracepoints =
  'no tracepoints: transitions are seen by fast sampling alone, and claims that need every one are unknown'

const noNamespaces = 'no sandbox for programs, and without root no lab at all'
const forUbuntu = 'First: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0.'
const asSudo = 'For tracepoints, run as root or set TCP_LABS_SUDO=1.'

const inDevcontainer = 'Rebuild it from .devcontainer/devcontainer.json, which gives it the rights.'
const startedAs =
  "For others' programs, start it with --security-opt seccomp=unconfined as well, and on a host with AppArmor also with --security-opt apparmor=unconfined."

const kinds: Readonly<Record<PlaceKind, string>> = {
  machine: 'a machine',
  'virtual machine': 'a virtual machine',
  vagrant: "Vagrant's virtual machine",
  container: 'a container',
  devcontainer: 'a devcontainer',
  codespaces: 'a codespace',
  lima: "Lima's virtual machine",
  orbstack: 'a machine of OrbStack',
  wsl: 'WSL 2',
  github: "GitHub's runner",
  gitlab: "GitLab's runner",
}

function nameOf({ kind, container, machine }: Place): string {
  const inside =
    container === undefined ? '' : kind === 'container' ? ` (${container})` : `, in a container (${container})`
  const on = kind === 'virtual machine' && machine !== undefined ? ` (${machine})` : ''
  return `${kinds[kind]}${inside}${on}`
}

const uses: Readonly<Record<Use, string>> = {
  labs: 'labs',
  tracepoints: 'tracepoints',
  others: "others' programs",
}

const restricting = {
  apparmor: 'kernel.apparmor_restrict_unprivileged_userns=1',
  clone: 'kernel.unprivileged_userns_clone=0',
  'none left': 'user.max_user_namespaces=0',
} as const

const listed = (of: readonly Use[]): string =>
  of
    .map((use) => uses[use])
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1')

/** What the doctor says of this machine. */
export const doctor: DoctorWords = {
  names: {
    ...{ namespaces: 'namespaces', kernel: 'kernel', sandbox: 'sandbox', 'control groups': 'control groups' },
    ...{ place: 'place', capture: 'capture', 'user namespaces': 'user namespaces' },
    ...{ 'to hold': 'to hold', 'to duplicate': 'to duplicate', 'to narrow': 'to narrow' },
  },
  place: {
    stands: (place, has, lacks) =>
      [
        `${nameOf(place)}:`,
        has.length === 0 ? '' : `${listed(has)} work here${lacks.length === 0 ? '' : ','}`,
        lacks.length === 0 ? '' : `${listed(lacks)} do${has.length === 0 ? ' not work here' : ' not'}`,
      ]
        .filter(Boolean)
        .join(' '),
    page: (section) => `See ${section}`,
    advice: {
      machine: { tracepoints: asSudo },
      'virtual machine': { tracepoints: asSudo },
      vagrant: { tracepoints: asSudo },
      lima: { tracepoints: asSudo },
      orbstack: { tracepoints: asSudo },
      wsl: { labs: 'Try a newer kernel: wsl --update, then wsl --shutdown.', tracepoints: asSudo },
      github: { labs: forUbuntu, tracepoints: asSudo, others: forUbuntu },
      gitlab: {
        labs: 'It takes a runner of your own, with privileged = true.',
        others: 'It takes a runner of your own, with privileged = true.',
      },
      container: {
        labs: 'Start it with --cap-add SYS_ADMIN,NET_ADMIN,NET_RAW.',
        tracepoints: 'For tracepoints, root must start it (not rootless), and its user must be root.',
        others: startedAs,
      },
      devcontainer: { labs: inDevcontainer, tracepoints: inDevcontainer, others: inDevcontainer },
      codespaces: { labs: inDevcontainer, tracepoints: inDevcontainer, others: inDevcontainer },
    },
  },
  restrictions: {
    apparmor: `${noNamespaces}: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, and the same in /etc/sysctl.d to keep it`,
    clone: `${noNamespaces}: sudo sysctl -w kernel.unprivileged_userns_clone=1, and the same in /etc/sysctl.d to keep it`,
    'none left': `${noNamespaces}: sudo sysctl -w user.max_user_namespaces=10000, and the same in /etc/sysctl.d to keep it`,
    unsaid: `${noNamespaces}; no kernel parameter forbids them: in a container, the way it was started does`,
  },
  costs: {
    kernel: 'no lab can run: Linux 6.1 or later is needed',
    hz: "timers are judged with the widest tolerance; the kernel's config in /boot would tell",
    ipv6: 'no lab can run: even over IPv4, net.ipv6.conf is what keeps IPv6 quiet on the hosts',
    veth: 'no lab can run: the hosts cannot be linked; a kernel with veth is needed (modprobe veth)',
    capture: 'no lab can run: the wire cannot be watched; a container needs --cap-add NET_RAW',
    namespaces:
      'no lab can run: run as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1 or kernel.apparmor_restrict_unprivileged_userns=0), or set TCP_LABS_SUDO=1 where sudo asks for no password',
    tracepoints: noTracepoints,
    sudo: `${noTracepoints}; as root they are there without sudo`,
    node: 'what runs is not what was tested, and raw-socket was built for another Node: run scripts/setup.sh',
    npm: 'no npm run: call node_modules/.bin/node src/start.mjs instead',
    rawSocket: 'labs that put a raw peer in place of an end cannot run: run scripts/setup.sh',
    runs: 'no record can be kept there, so those labs cannot run: give the folders to this user (chown -R)',
    sandbox:
      "no one else's program can be run or graded, and your own only with --trust: install bubblewrap (apt-get install bubblewrap), on a machine where it may make user namespaces and mount /proc in them",
    controlGroups:
      'memory, processes and time are limited only for each process of a program by itself, so a hostile one can load the machine more: run as root, or under systemd-run --user --scope',
  },
  needs: (_, english) => english,
  fault: (fault, needs) => `labs whose router must ${fault} cannot run: ${needs} is needed`,
  nftables: (needs) => `no lab can lose a segment or cut the line: a kernel with ${needs} is needed`,
  tool: (debian, vital) => `${vital ? 'no lab can run' : 'no --report pcapng'}: apt-get install ${debian}`,
  found: {
    kernel: (release, has) => `Linux ${release}${has ? '' : ', without net.ipv4.tcp_child_ehash_entries'}`,
    hz: (hz, from) => `${hz} (${from})`,
    tool: (version, debian) => `${version} (package ${debian})`,
    node: (version, own, file) => `${version}, ${own ? "the project's own" : "not the project's own"}: ${file}`,
    rawSocket: (why) => `does not load: ${why}`,
    runs: (folder) => `${folder} can be written`,
    runsClosed: (folders) => `closed to this user: ${folders.join(', ')}`,
    asks: (user) => `it asks ${user} for a password`,
    restricted: (by, why) => `${restricting[by]} forbids them (${why})`,
    unrestricted: 'may be made without root',
    here: 'in this kernel',
    noIpv6: 'not in this kernel, or disabled when it booted',
    nftables: 'in this kernel, with what the router needs to lose segments',
    capture: 'segments can be captured',
    untried: 'cannot be tried without namespaces',
    noUnshare: 'unshare, which makes them, is not in PATH',
    root: 'as root',
    sudo: 'by sudo, as TCP_LABS_SUDO=1 allows',
    user: 'in user namespaces, without root',
    sudoNotNeeded: 'not needed by root',
    sudoInUse: 'in use, since TCP_LABS_SUDO=1',
    notInPath: 'not in PATH',
    sudoNotAllowed: 'not used, since TCP_LABS_SUDO is not 1',
    sudoNotUsed: 'not used',
    noTracefs: 'not in this kernel',
    tracefsForRoot: 'in this kernel, but only real root may use it',
    tracefs: 'in this kernel, and may be used',
    loads: 'loads',
    noBwrap: 'bwrap is not in PATH',
    sandbox: 'bubblewrap makes one for this user',
    bounds: 'limit everything that a program starts',
    noBounds: 'this user cannot make any',
  },
  verdicts: {
    canRun: 'The labs can run here.',
    next: 'Next: npm run lab:close-wait',
    cannotRun: 'The labs cannot run here.',
    install: 'scripts/setup.sh installs what can be installed',
    canGrade: "Others' programs can be run and graded here.",
    cannotGrade: "Others' programs cannot be run or graded here, for want of a sandbox.",
  },
}
