import type { DoctorWords, Place, PlaceKind, Use } from '../doctor.ts'

const noTracepoints = '没有跟踪点：状态转换只能靠快速采样看到，需要每次转换的断言无法判定'

const needs = {
  lose: '带有 inet 表、计数器和限速的 nftables',
  hold: '能在 prerouting 中设置标记的 nftables，以及按标记 (fwmark) 选路的规则',
  duplicate: '在 egress (netdev) 有链并支持 dup 的 nftables，Linux 5.16 或更高版本',
  narrow: '带有排队规则 tbf (sch_tbf) 的 tc',
} as const

const faults = { hold: '扣住', duplicate: '复制', narrow: '限速' } as const

const noNamespaces = '没有沙箱，不以 root 运行时任何实验都无法运行'
const asSudo = '要有跟踪点，请以 root 运行，或设置 TCP_LABS_SUDO=1。'
const forUbuntu = '请先运行：sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'

const inDevcontainer = '请按 .devcontainer/devcontainer.json 重建容器，它会给予所需的权限。'
const startedAs =
  '要运行别人的程序，启动容器时请再加 --security-opt seccomp=unconfined；宿主机有 AppArmor 时还要加 apparmor=unconfined。'

const kinds: Readonly<Record<PlaceKind, string>> = {
  machine: '普通机器',
  'virtual machine': '虚拟机',
  vagrant: 'Vagrant 虚拟机',
  container: '容器',
  devcontainer: 'devcontainer',
  codespaces: 'GitHub Codespaces',
  lima: 'Lima 虚拟机',
  orbstack: 'OrbStack 机器',
  wsl: 'WSL 2',
  github: 'GitHub runner',
  gitlab: 'GitLab runner',
}

function nameOf({ kind, container, machine }: Place): string {
  const inside = container === undefined ? '' : kind === 'container' ? ` (${container})` : `，在容器中 (${container})`
  const on = kind === 'virtual machine' && machine !== undefined ? ` (${machine})` : ''
  return `${kinds[kind]}${inside}${on}`
}

const uses: Readonly<Record<Use, string>> = { labs: '实验', tracepoints: '跟踪点', others: '别人的程序' }

const listed = (of: readonly Use[]): string => of.map((use) => uses[use]).join('、')

const restricting = {
  apparmor: 'kernel.apparmor_restrict_unprivileged_userns=1',
  clone: 'kernel.unprivileged_userns_clone=0',
  'none left': 'user.max_user_namespaces=0',
} as const

/** What the doctor says of this machine. */
export const doctor: DoctorWords = {
  names: {
    ...{ namespaces: '命名空间', kernel: '内核', sandbox: '沙箱', 'control groups': '控制组' },
    ...{ place: '所在环境', capture: '抓包', 'user namespaces': '用户命名空间' },
    ...{ 'to hold': '扣住报文段', 'to duplicate': '复制报文段', 'to narrow': '线路限速' },
  },
  place: {
    stands: (place, has, lacks) => {
      const works = has.length === 0 ? [] : [`可用：${listed(has)}`]
      const fails = lacks.length === 0 ? [] : [`不可用：${listed(lacks)}`]
      return `${nameOf(place)}。${[...works, ...fails].join('；')}`
    },
    page: (section) => `参见 ${section}`,
    advice: {
      machine: { tracepoints: asSudo },
      'virtual machine': { tracepoints: asSudo },
      vagrant: { tracepoints: asSudo },
      lima: { tracepoints: asSudo },
      orbstack: { tracepoints: asSudo },
      wsl: { labs: '请换用较新的内核：先 wsl --update，再 wsl --shutdown。', tracepoints: asSudo },
      github: { labs: forUbuntu, tracepoints: asSudo, others: forUbuntu },
      gitlab: {
        labs: '需要自己的 runner，并设置 privileged = true。',
        others: '需要自己的 runner，并设置 privileged = true。',
      },
      container: {
        labs: '启动容器时请加 --cap-add SYS_ADMIN,NET_ADMIN,NET_RAW。',
        tracepoints: '要有跟踪点，请由 root 启动容器 (不用 rootless)，并在其中以 root 运行。',
        others: startedAs,
      },
      devcontainer: { labs: inDevcontainer, tracepoints: inDevcontainer, others: inDevcontainer },
      codespaces: { labs: inDevcontainer, tracepoints: inDevcontainer, others: inDevcontainer },
    },
  },
  restrictions: {
    apparmor: `${noNamespaces}：sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0，并写入 /etc/sysctl.d 使其长期有效`,
    clone: `${noNamespaces}：sudo sysctl -w kernel.unprivileged_userns_clone=1，并写入 /etc/sysctl.d 使其长期有效`,
    'none left': `${noNamespaces}：sudo sysctl -w user.max_user_namespaces=10000，并写入 /etc/sysctl.d 使其长期有效`,
    unsaid: `${noNamespaces}；没有内核参数禁止：若在容器中，则取决于容器的启动方式`,
  },
  costs: {
    kernel: '任何实验都无法运行：需要 Linux 6.1 或更高版本',
    hz: '计时器只能以最宽的容差评判；/boot 中的内核配置可以说明',
    ipv6: '任何实验都无法运行：即使只用 IPv4，也要通过 net.ipv6.conf 让主机的 IPv6 保持安静',
    veth: '任何实验都无法运行：主机之间无法连接；需要带有 veth 的内核 (modprobe veth)',
    capture: '任何实验都无法运行：无法观测线路；容器需要 --cap-add NET_RAW',
    namespaces:
      '任何实验都无法运行：请以 root 运行，或允许用户命名空间 (sysctl kernel.unprivileged_userns_clone=1 或 kernel.apparmor_restrict_unprivileged_userns=0)，或在 sudo 不要求密码的机器上设置 TCP_LABS_SUDO=1',
    tracepoints: noTracepoints,
    sudo: `${noTracepoints}；以 root 运行时不用 sudo 也有`,
    node: '运行环境与测试时不同，且 raw-socket 是为另一个版本编译的：请运行 scripts/setup.sh',
    npm: '无法使用 npm run：改用 node_modules/.bin/node src/start.mjs',
    rawSocket: '以原始套接字对端代替一端的实验无法运行：请运行 scripts/setup.sh',
    runs: '那里无法保存记录，因此相应的实验无法运行：请把文件夹交给本用户 (chown -R)',
    sandbox:
      '无法运行或评分别人的程序，自己的程序也只能加上 --trust：请安装 bubblewrap (apt-get install bubblewrap)，且机器须允许它建立用户命名空间并在其中挂载 /proc',
    controlGroups:
      '内存、进程和时间只能对程序的每个进程分别限制，因此恶意程序可以更多地占用机器：请以 root 运行，或用 systemd-run --user --scope 启动',
  },
  needs: (fault) => needs[fault],
  fault: (fault, what) => `路由器须能${faults[fault]}的实验无法运行：需要${what}`,
  nftables: (what) => `任何实验都无法丢弃报文段或切断线路：内核须有${what}`,
  tool: (debian, vital) => `${vital ? '任何实验都无法运行' : '无法使用 --report pcapng'}：apt-get install ${debian}`,
  found: {
    kernel: (release, has) => `Linux ${release}${has ? '' : '，没有 net.ipv4.tcp_child_ehash_entries'}`,
    hz: (hz, from) => `${hz} (${from})`,
    tool: (version, debian) => `${version}（软件包 ${debian}）`,
    node: (version, own, file) => `${version}，${own ? '项目自带' : '不是项目自带的'}：${file}`,
    rawSocket: (why) => `无法加载：${why}`,
    runs: (folder) => `${folder} 可以写入`,
    runsClosed: (folders) => `本用户无法写入：${folders.join('、')}`,
    asks: (user) => `它向 ${user} 要求密码`,
    restricted: (by, why) => `被 ${restricting[by]} 禁止 (${why})`,
    unrestricted: '不用 root 也可以建立',
    here: '内核支持',
    noIpv6: '内核不支持，或启动时已禁用',
    nftables: '内核支持，路由器可以丢弃报文段',
    capture: '可以抓包',
    untried: '没有命名空间，无法尝试',
    noUnshare: '用来建立命名空间的 unshare 不在 PATH 中',
    root: '以 root 运行',
    sudo: '通过 sudo，由 TCP_LABS_SUDO=1 允许',
    user: '在用户命名空间中，没有 root 权限',
    sudoNotNeeded: 'root 不需要',
    sudoInUse: '正在使用，因为 TCP_LABS_SUDO=1',
    notInPath: '不在 PATH 中',
    sudoNotAllowed: '没有使用，因为 TCP_LABS_SUDO 不是 1',
    sudoNotUsed: '没有使用',
    noTracefs: '内核不支持',
    tracefsForRoot: '内核支持，但只有真正的 root 可以使用',
    tracefs: '内核支持，可以使用',
    loads: '可以加载',
    noBwrap: 'bwrap 不在 PATH 中',
    sandbox: 'bubblewrap 可以为本用户建立',
    bounds: '可以限制程序启动的一切',
    noBounds: '本用户无法建立',
  },
  verdicts: {
    canRun: '实验可以在这里运行。',
    next: "下一步：'npm run lab:close-wait'",
    cannotRun: '实验无法在这里运行。',
    install: "'scripts/setup.sh' 安装能够安装的内容",
    canGrade: '可以在这里运行和评分别人的程序。',
    cannotGrade: '没有沙箱，无法在这里运行或评分别人的程序。',
  },
}
