// Package publish hands out a Site: rendered files on their way to the destination, which is exchanged in one step.
//
//	site, err := publish.Open(ctx, publish.Options{Destination: "public", Source: "."})
//	site.Write("index.html", body)      // any number, from any goroutine
//	site.Commit(ctx, publish.Manifest{Version: "1.0"})  // or site.Abort()
//
// # What stands on the disk
//
// Everything that is not the destination lives in one hidden folder beside it, ".public.likewise" for "public":
//
//	.gitignore   "*", so that nothing in here is ever committed by accident
//	lock         held (flock, LockFileEx) while a build runs; names its process
//	staging-N    the site being written
//	previous     the site that was replaced, until the next build takes over what it can use and removes the rest
//	swap         present only while a two-step exchange is under way (see below)
//
// The lock belongs to the kernel and dies with its process, so a folder "staging-N" that is found while holding the
// lock was left by a build that was killed; it is removed. The previous site stays because a reader may hold it open:
// a server that resolved "public" a moment before the exchange reads on in a whole old site.
//
// # The exchange
//
// On Linux (renameat2 with RENAME_EXCHANGE) and macOS (renamex_np with RENAME_SWAP) staging and destination change
// places in one system call: at every instant the destination is the whole old site or the whole new one, whatever
// kills the build. Elsewhere, and on file systems that cannot exchange, the old site is renamed aside and the new one
// put in its place; between the two renames the destination is missing. A build killed there leaves "swap", and the
// next build puts the old site back before it does anything else.
//
// Killed means killed: files are not flushed one by one, so after a power cut the newest site may have to be built again.
//
// # Whose destination
//
// A destination is ours if it is missing, empty, or holds a manifest.json with "generator": "likewise". Any other
// is refused unless Options.Force is set, and a few are refused always: see checkDestination.
//
// The package does not render, does not check links, and does not look into the bodies it is given.
package publish
