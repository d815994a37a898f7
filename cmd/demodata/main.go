// Command demodata writes the data of the demo report: one year of a coffee roaster that does not exist,
// Harbour & Bean, in the formats that Instagram, Google Analytics, Shopify and an app's own log really have.
//
//	go run ./cmd/demodata -o data
//
// The same seed writes the same text (the log is compressed: same text, whatever the compressor).
// Because the data is made, its truth is known, and the report can be held against it. The truth:
//
//   - Likes ride on reach and mean nothing beyond it. The share of people who like a post is drawn apart from
//     everything else about it, so a raw correlation of likes and purchases is all reach.
//   - Saves announce purchases: of two posts of one format and topic, the one saved twice as often per person
//     reached sells 1.4 times as much per person reached. In the log of actors, who saved a post is three times
//     as likely to buy by it.
//   - Link clicks announce purchases, less than one for one: clicked twice as often, sold 1.5 times as much.
//   - Shares carry reach, by way of explore: shared twice as often per person reached, explore shows a post to about
//     2.4 times as many people, and no other place to more. Likes lead nowhere. Beyond reach shares mean nothing. Comments mean nothing within a topic.
//   - Reels reach three times as many people as carousels and sell about half as much per person reached.
//   - Giveaways reach more people, and are therefore liked and commented on more, and sell least per person.
//     Shop posts sell most. Recipes ("brewing") are saved most, and sell as their saves announce.
//   - Boosted posts reach more people and sell a little less per person reached.
//   - Weekday and hour mean nothing.
//   - The weeks before Christmas sell a third more per person reached. Reach grows by a fifth over the year.
//   - Counts grow for days after publication: nine tenths of the people have come after about seven days, and
//     purchases lag behind clicks. Posts of the last days are too young to judge.
//
// Each number of it is a constant in truth.go.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stderr))
}

func run(args []string, stderr io.Writer) int {
	flags := flag.NewFlagSet("demodata", flag.ContinueOnError)
	flags.SetOutput(stderr)
	out := flags.String("o", "data", "folder to write")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if err := write(*out, generate(seed)); err != nil {
		fmt.Fprintln(stderr, "demodata:", err)
		return 1
	}
	return 0
}

// write puts every file under dir, creating folders as needed.
func write(dir string, y year) error {
	files, err := y.files()
	if err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
