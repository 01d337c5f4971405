/** What the peer uses of the raw-socket package, which carries no types. */
declare module 'raw-socket' {
  export interface RawSocket {
    on(event: 'message', listener: (packet: Buffer, source: string) => void): void
    on(event: 'error', listener: (error: Error) => void): void
    setOption(level: number, option: number, value: number): void
    send(
      packet: Buffer,
      offset: number,
      length: number,
      address: string,
      done: (error: Error | null, bytes: number) => void,
    ): void
    close(): void
  }
  const raw: {
    createSocket(options: { protocol: number; addressFamily: number; bufferSize: number }): RawSocket
    readonly AddressFamily: { readonly IPv4: number; readonly IPv6: number }
    readonly Protocol: { readonly TCP: number }
  }
  export default raw
}
