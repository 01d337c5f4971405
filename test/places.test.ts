import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { project } from './labs/cli.ts'

const read = (file: string): string => readFileSync(join(project, file), 'utf8')
const places = read('docs/places.md')

const isExecutable = (file: string): boolean => {
  accessSync(join(project, file), constants.X_OK)
  return true
}

/** The row of docs/places.md that says what a container of this kind is given. */
const givenTo = (kind: string): string =>
  places.split('\n').find((line) => line.startsWith(`| ${kind} |`)) ?? `no row for ${kind}`

describe('docs/places.md', () => {
  it('leads to files and headings that are there', () => {
    const anchors = [...places.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    )
    for (const [, target = ''] of places.matchAll(/\]\(([^)]+)\)/g)) {
      if (target.startsWith('https:')) continue
      if (target.startsWith('#')) expect(anchors).toContain(target.slice(1))
      else expect(existsSync(resolve(project, 'docs', target)), target).toBe(true)
    }
  })

  it('says of every place what was tried there and what was not', () => {
    for (const section of places.split(/^## /m).slice(1)) expect(section, section.split('\n')[0]).toMatch(/^Tried: /m)
  })

  it('names options that scripts/box.sh has', () => {
    const { stdout } = spawnSync(join(project, 'scripts/box.sh'), ['--help'], { encoding: 'utf8' })
    const used = [...places.matchAll(/box\.sh.*?(--\w+)|`(--provider)/g)].map(
      ([, option, other]) => option ?? other ?? '',
    )
    expect(used).not.toEqual([])
    for (const option of used) expect(stdout).toContain(option)
  })
})

describe('the container', () => {
  const text = read('Containerfile')

  it('is made of files that are there', () => {
    const copied = [...text.matchAll(/^COPY (.*) \S+$/gm)].flatMap(([, files = '']) => files.split(' '))
    expect(copied).toContain('scripts/setup.sh')
    for (const file of copied) expect(existsSync(join(project, file)), file).toBe(true)
  })

  it('has all that a run and the doctor import and read, and no records or packages of this machine', () => {
    const copied = [...text.matchAll(/^COPY (.*) \S+$/gm)].flatMap(([, files = '']) => files.split(' '))
    expect(copied).toEqual(
      expect.arrayContaining(['src', 'labs', 'docs', 'package.json', 'package-lock.json', '.npmrc']),
    )
    expect(copied.filter((file) => /node_modules|runs|^\.$/.test(file))).toEqual([])
  })

  it('is started with what docs/places.md says', () => {
    const [, given = ''] = /--cap-add (\S+)/.exec(text) ?? []
    expect(givenTo('Podman, as root')).toContain(`--cap-add ${given}\``)
  })
})

describe('the devcontainer', () => {
  const settings = JSON.parse(read('.devcontainer/devcontainer.json').replace(/^\s*\/\/.*$/gm, '')) as {
    readonly build: { readonly dockerfile: string; readonly context: string }
    readonly capAdd: readonly string[]
    readonly securityOpt: readonly string[]
    readonly init: boolean
    readonly postCreateCommand: string
    readonly containerEnv: Readonly<Record<string, string>>
  }

  it('is built from the Containerfile, and set up in the checkout', () => {
    expect(resolve(project, '.devcontainer', settings.build.dockerfile)).toBe(join(project, 'Containerfile'))
    expect(resolve(project, '.devcontainer', settings.build.context)).toBe(resolve(project))
    expect(isExecutable(settings.postCreateCommand)).toBe(true)
  })

  it('is given what docs/places.md says that Docker must give', () => {
    const asked = [...givenTo('Docker').matchAll(/--cap-add (\w+)/g)].map(([, name]) => name)
    expect(settings.capAdd).toEqual(expect.arrayContaining(asked))
    expect(asked).toEqual(['SYS_ADMIN', 'NET_ADMIN'])
    expect(givenTo('Docker')).toContain('--security-opt seccomp=unconfined')
    expect(settings.securityOpt).toEqual(['seccomp=unconfined', 'apparmor=unconfined'])
    expect(settings.init).toBe(true)
  })

  it('tells the doctor what it is', () => expect(settings.containerEnv).toEqual({ DEVCONTAINER: 'true' }))
})

describe("Lima's machine", () => {
  interface Template {
    readonly images: ReadonlyArray<{ readonly location: string; readonly arch: string }>
    readonly mounts: ReadonlyArray<{
      readonly location: string
      readonly mountPoint: string
      readonly writable?: boolean
    }>
    readonly param: Readonly<Record<string, string>>
    readonly provision: ReadonlyArray<{ readonly mode: string; readonly script: string }>
  }
  const template = parse(read('docs/examples/lima.yaml')) as Template

  it('is a Debian 13, for either architecture', () => {
    expect(template.images.map(({ arch }) => arch)).toEqual(['x86_64', 'aarch64'])
    for (const { location } of template.images)
      expect(location).toMatch(
        /^https:\/\/cloud\.debian\.org\/images\/cloud\/trixie\/.*genericcloud-(amd64|arm64)\.qcow2$/,
      )
  })

  it('is set up by the same script, as the user whose runs use sudo, in a copy of the checkout', () => {
    expect(template.mounts).toEqual([{ location: '{{.Param.checkout}}', mountPoint: '/checkout' }])
    expect(Object.keys(template.param)).toEqual(['checkout'])
    expect(places).toContain('.param.checkout')
    const [system, user] = template.provision
    expect(system?.script).toMatch(/--exclude \/node_modules --exclude \/runs/)
    expect(user).toMatchObject({
      mode: 'user',
      script: expect.stringContaining('TCP_LABS_SUDO=1 /labs/scripts/setup.sh'),
    })
    for (const { script } of template.provision)
      expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' }).stderr).toBe('')
  })
})

describe('the Vagrant box', () => {
  const box = join(project, 'scripts/box.sh')
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
    spawnSync(box, args, { encoding: 'utf8', env })

  it('is explained by --help, and wrong options are told', () => {
    expect(run(['--help'])).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('--provider') })
    for (const wrong of [
      ['--provder', 'x'],
      ['--provider', 'vmware'],
      ['--provider'],
      ['--disk', '0'],
      ['--disk', '2x'],
    ])
      expect(run(wrong), wrong.join(' ')).toMatchObject({ status: 64, stdout: '' })
  })

  it('lets in who has the key that every Vagrant has', () => {
    const [, key = ''] = /^key='(.*)'$/m.exec(readFileSync(box, 'utf8')) ?? []
    const bytes = Buffer.from(key.split(' ')[1] ?? '', 'base64')
    // The fingerprint of keys/vagrant.pub in Debian's package vagrant, 2.3.4.
    expect(createHash('md5').update(bytes).digest('hex')).toBe('dd3bb82e850406e9abffa80ac0046ed6')
  })

  it('names the packages of the tools that are missing, before anything is made', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-box-'))
    const { status, stderr } = run(['--out', join(folder, 'a.box')], {
      PATH: '/usr/bin:/bin',
      TMPDIR: folder,
      TOOLS: '',
    })
    const left = readdirSync(folder)
    rmSync(folder, { recursive: true })
    // mke2fs and sfdisk are in /usr/sbin.
    expect({ status, left }).toEqual({ status: 1, left: [] })
    expect(stderr).toMatch(/apt-get install .*e2fsprogs.*|root is needed/)
  })

  it('is asked for in the Vagrantfile by the names that it is explained by', () => {
    const vagrantfile = read('Vagrantfile')
    for (const name of ['TCPLAB_BOX', 'TCPLAB_BOX_URL'])
      for (const text of [vagrantfile, places, run(['--help']).stdout]) expect(text).toContain(name)
    expect(vagrantfile).toContain('scripts/box.sh')
  })
})
