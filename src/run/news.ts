/** What a run has to tell whoever plays many of them, besides its verdict: a line of JSON on its standard error. */
export type News = { readonly tells: 'it waits' } | { readonly tells: 'failure'; readonly reason: string }

export const tellNews = (news: News): void => void process.stderr.write(`${JSON.stringify(news)}\n`)

/** The news in a line; any other line is what a person was told. */
export function newsIn(line: string): News | undefined {
  try {
    const found = JSON.parse(line) as Partial<News> | null
    if (found?.tells === 'it waits') return { tells: found.tells }
    if (found?.tells === 'failure' && typeof found.reason === 'string')
      return { tells: found.tells, reason: found.reason }
  } catch {
    // No JSON, no news.
  }
  return undefined
}
