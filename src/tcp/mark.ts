/**
 * The mark (SO_MARK) that a raw peer's packets carry inside its host: by it the host's firewall tells them from those that
 * the host's own kernel would send in the peer's name.
 */
export const peersMark = 0x7cb
