import type { Actor, BareStage, Scenes, Stage } from '../lab.ts'

/** What is played in many labs. Each scene waits for what the kernel shows, as a lab's own play does. */
export function withScenes(stage: BareStage): Stage {
  const { server, client, until } = stage

  async function startBoth(): Promise<void> {
    server.start()
    await until(server.reaches('LISTEN'))
    client.start()
  }

  async function closes(end: Actor): Promise<void> {
    end.cue('close')
    await until(end.reaches('FIN-WAIT-2'))
  }

  async function follows(end: Actor, first: Actor): Promise<void> {
    end.cue('close')
    await until(first.reaches('TIME-WAIT'))
    await until(end.reaches('CLOSED'))
  }

  return {
    ...stage,
    startBoth,

    async establish() {
      await startBoth()
      await until(server.reaches('ESTABLISHED'))
    },

    openAtOnce: (clientPort) => openAtOnce(stage, clientPort),

    clientCloses: () => closes(client),
    serverFollows: () => follows(server, client),
    serverCloses: () => closes(server),
    clientFollows: () => follows(client, server),
  }
}

/** The router holds both SYNs until both ends are in SYN-SENT. All is ready before, for a SYN waits a second only. */
async function openAtOnce(
  { server, client, router, addresses, until }: BareStage,
  clientPort: number,
): ReturnType<Scenes['openAtOnce']> {
  const clientSyn = await router.hold({ from: 'client', flags: 'S' })
  const serverSyn = await router.hold({ from: 'server', flags: 'S' })
  const clientSynAck = await router.hold({ from: 'client', flags: 'S.' })
  const serverSynAck = await router.hold({ from: 'server', flags: 'S.' })
  server.start()
  await until(server.says('waiting'))
  client.start()
  await until(client.sends(0, 0))
  server.cue(`${addresses.client} ${clientPort}`)
  await Promise.all([until(client.reaches('SYN-SENT')), until(server.reaches('SYN-SENT'))])
  await clientSyn.release()
  await serverSyn.release()
  await Promise.all([until(server.reaches('SYN-RECEIVED')), until(client.reaches('SYN-RECEIVED'))])
  return { clientSynAck, serverSynAck }
}
