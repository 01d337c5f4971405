import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** The page beside a record. */
export const pageName = 'page.html'

/** A link to a record's page as seen from another: relative, with what a path may have and a link may not; none where there is no page. */
export function hrefOf(record: string | undefined, from: string): { readonly href?: string } {
  if (record === undefined || !existsSync(join(record, pageName))) return {}
  const path = relative(dirname(from), join(record, pageName))
  return { href: path.split('/').map(encodeURIComponent).join('/') }
}
