import type { BareStage, Stage } from '../lab.ts'

/** What is played in many labs. Each waits for what the kernel shows, as a lab's own play does. */
export const withScenes = (stage: BareStage): Stage => ({
  ...stage,

  async establish() {
    const { server, client, until } = stage
    server.start()
    await until(server.reaches('LISTEN'))
    client.start()
    await until(server.reaches('ESTABLISHED'))
  },
})
