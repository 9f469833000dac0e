package main

import (
	"encoding/json"
	"io/fs"
	"testing/fstest"

	"github.com/bmatcuk/doublestar/v4"
)

// The patterns of source-watcher, which cannot be had as a module: which of the files fs.Glob
// chooses, and whether each path is one that doublestar matches.
func globCheck(line []byte) (any, error) {
	var in struct {
		Pattern string   `json:"pattern"`
		Files   []string `json:"files"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, err
	}
	files := fstest.MapFS{}
	for _, name := range in.Files {
		files[name] = &fstest.MapFile{}
	}
	chosen, err := fs.Glob(files, in.Pattern)
	if err != nil {
		chosen = nil
	}
	matched := []string{}
	for _, name := range in.Files {
		if doublestar.ValidatePattern(in.Pattern) && doublestar.MatchUnvalidated(in.Pattern, name) {
			matched = append(matched, name)
		}
	}
	return map[string]any{"chosen": chosen, "matched": matched, "valid": doublestar.ValidatePattern(in.Pattern)}, nil
}
